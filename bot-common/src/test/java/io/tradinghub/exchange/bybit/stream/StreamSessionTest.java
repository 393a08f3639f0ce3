package io.tradinghub.exchange.bybit.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

class StreamSessionTest {
    private static final StreamTimes TIMES = StreamTimes.standard();
    private static final Duration DATA_TIMEOUT = TIMES.dataTimeout().orElseThrow();
    private final List<String> events = new ArrayList<>();
    private long now = 1_000_000_000L;

    private StreamSession session(int topics) {
        List<String> names = IntStream.rangeClosed(1, topics).mapToObj(i -> "t" + i).toList();
        return new StreamSession(names, TIMES, new RecordingLink(), new RecordingListener(), new Random(1));
    }

    private StreamSession opened(int topics) {
        StreamSession session = session(topics);
        session.start(now);
        session.onOpened(1, now);
        return session;
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    private static Reply accepted(String id) {
        return new Reply("subscribe", id, true, "");
    }

    private static Reply rejected(String id, String message) {
        return new Reply("subscribe", id, false, message);
    }

    private static String subscribe(String id, String... topics) {
        return "send {\"req_id\":\"%s\",\"op\":\"subscribe\",\"args\":[\"%s\"]}".formatted(id,
                String.join("\",\"", topics));
    }

    @Test
    void subscribesInChunksOfTenAndReportsWhenAllAreAnswered() {
        StreamSession session = opened(12);

        session.onReply(accepted("s1-2"), now);
        assertThat(session.isSubscribed()).isFalse();
        session.onReply(accepted("s1-1"), now);

        assertThat(session.isSubscribed()).isTrue();
        assertThat(events).containsExactly("connect 1",
                subscribe("s1-1", "t1", "t2", "t3", "t4", "t5", "t6", "t7", "t8", "t9", "t10"),
                subscribe("s1-2", "t11", "t12"), "subscribed");
    }

    @Test
    void subscribesTopicByTopicWhenAChunkIsRejectedAndNamesTheBadOne() {
        StreamSession session = opened(3);

        session.onReply(rejected("s1-1", "error:handler not found,topic:t2"), now);
        session.onReply(accepted("s1-2"), now);
        session.onReply(rejected("s1-3", "error:handler not found,topic:t2"), now);
        session.onReply(rejected("s1-4", "error:already subscribed,topic:t3"), now);

        assertThat(events).containsExactly("connect 1", subscribe("s1-1", "t1", "t2", "t3"), subscribe("s1-2", "t1"),
                subscribe("s1-3", "t2"), subscribe("s1-4", "t3"), "rejected t2", "subscribed");
    }

    @Test
    void retriesUnansweredTopicsOneByOneAndThenReconnects() {
        StreamSession session = opened(2);
        pass(TIMES.replyTimeout());
        session.onFrame(1, now);
        session.onTime(now);
        pass(TIMES.replyTimeout());
        session.onFrame(1, now);
        session.onTime(now);

        assertThat(events).containsExactly("connect 1", subscribe("s1-1", "t1", "t2"), "unanswered [t1, t2]",
                subscribe("s1-2", "t1"), subscribe("s1-3", "t2"), "send {\"req_id\":\"ping-1\",\"op\":\"ping\"}",
                "abort", "disconnected a subscription was not answered twice");
    }

    @Test
    void pingsEveryTwentySeconds() {
        StreamSession session = opened(1);
        session.onReply(accepted("s1-1"), now);
        events.clear();
        for (int second = 1; second <= 65; second++) {
            pass(Duration.ofSeconds(1));
            session.onFrame(1, now);
            session.onData(now);
            session.onTime(now);
        }

        assertThat(events).hasSize(3).containsOnly("send {\"req_id\":\"ping-1\",\"op\":\"ping\"}");
    }

    @Test
    void disconnectsAfterThirtySecondsWithoutAnyFrame() {
        StreamSession session = opened(1);
        session.onReply(accepted("s1-1"), now);
        pass(Duration.ofSeconds(29));
        session.onFrame(1, now);
        session.onData(now);
        pass(Duration.ofSeconds(29));
        session.onTime(now);
        assertThat(session.isSubscribed()).isTrue();
        pass(Duration.ofSeconds(1));
        session.onTime(now);

        assertThat(session.isSubscribed()).isFalse();
        assertThat(events).endsWith("abort", "disconnected silent for PT30S");
    }

    @Test
    void disconnectsWhenPingsAreAnsweredButNoDataComes() {
        StreamSession session = opened(1);
        session.onReply(accepted("s1-1"), now);
        pass(DATA_TIMEOUT.minusSeconds(1));
        session.onFrame(1, now);
        session.onData(now);
        for (Duration passed = Duration.ZERO; passed.compareTo(DATA_TIMEOUT) < 0; passed = passed
                .plusSeconds(5)) {
            assertThat(session.isSubscribed()).as("after %s", passed).isTrue();
            pass(Duration.ofSeconds(5));
            session.onFrame(1, now);
            session.onReply(new Reply("ping", "ping-1", true, "pong"), now);
            session.onTime(now);
        }

        assertThat(session.isSubscribed()).isFalse();
        assertThat(events).endsWith("abort", "disconnected no data for PT45S");
    }

    @Test
    void retriesARejectedTopicPeriodically() {
        StreamSession session = opened(2);
        session.onReply(rejected("s1-1", "error:handler not found"), now);
        session.onReply(accepted("s1-2"), now);
        session.onReply(rejected("s1-3", "error:handler not found"), now);
        events.clear();
        passWithData(session, TIMES.rejectedRetryDelay());
        session.onReply(rejected("s1-4", "error:handler not found"), now);
        passWithData(session, TIMES.rejectedRetryDelay());
        session.onReply(accepted("s1-5"), now);
        passWithData(session, TIMES.rejectedRetryDelay());

        assertThat(events).filteredOn(event -> !event.contains("ping")).containsExactly(subscribe("s1-4", "t2"),
                "rejected t2", subscribe("s1-5", "t2"), "restored t2");
        assertThat(session.isSubscribed()).isTrue();
    }

    private void passWithData(StreamSession session, Duration time) {
        for (Duration passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plusSeconds(10)) {
            pass(Duration.ofSeconds(10));
            session.onFrame(1, now);
            session.onData(now);
            session.onTime(now);
        }
    }

    @Test
    void expectsNoDataWhenEveryTopicIsRejected() {
        StreamSession session = opened(1);
        session.onReply(rejected("s1-1", "error:handler not found"), now);
        for (int i = 0; i < 10; i++) {
            pass(Duration.ofSeconds(20));
            session.onFrame(1, now);
            session.onTime(now);
        }

        assertThat(session.isSubscribed()).isTrue();
    }

    @Test
    void backsOffLongerAfterEachFailureUpToABoundAndSubscribesAgain() {
        StreamSession session = session(1);
        session.start(now);
        List<Long> pauses = new ArrayList<>();
        for (int attempt = 1; attempt <= 12; attempt++) {
            session.onClosed(attempt, "no route", now);
            long pause = session.nextNanos().orElseThrow() - now;
            pauses.add(pause);
            now += pause;
            session.onTime(now);
        }
        session.onOpened(13, now);

        for (int i = 0; i < pauses.size(); i++) {
            long bound = Math.min(TIMES.maxBackoff().toNanos(), TIMES.initialBackoff().toNanos() << i);
            assertThat(pauses.get(i)).isBetween(bound / 2, bound);
        }
        assertThat(events).endsWith("connect 13", subscribe("s13-1", "t1"));
    }

    @Test
    void resetsTheBackoffAfterAStableConnection() {
        StreamSession session = session(1);
        session.start(now);
        for (int attempt = 1; attempt <= 8; attempt++) {
            session.onClosed(attempt, "no route", now);
            now = session.nextNanos().orElseThrow();
            session.onTime(now);
        }
        session.onOpened(9, now);
        pass(TIMES.stableAfter());
        session.onClosed(9, "reset", now);

        assertThat(session.nextNanos().orElseThrow() - now).isLessThanOrEqualTo(TIMES.initialBackoff().toNanos());
    }

    @Test
    void ignoresEventsOfAnAbandonedConnection() {
        StreamSession session = opened(1);
        session.onClosed(1, "reset", now);
        now = session.nextNanos().orElseThrow();
        session.onTime(now);
        events.clear();

        assertThat(session.onFrame(1, now)).isFalse();
        session.onOpened(1, now);
        session.onClosed(1, "late", now);

        assertThat(events).isEmpty();
        assertThat(session.onFrame(2, now)).isFalse();
    }

    @Test
    void abandonsAConnectionThatNeverOpens() {
        StreamSession session = session(1);
        session.start(now);
        now = session.nextNanos().orElseThrow();
        session.onTime(now);

        assertThat(events).containsExactly("connect 1", "abort", "disconnected no connection in time");
    }

    private StreamSession privateSession() {
        StreamSession session = new StreamSession(List.of("order"), StreamTimes.quiet(), new RecordingLink(),
                new RecordingListener(), new Random(1), () -> "login");
        session.start(now);
        session.onOpened(1, now);
        return session;
    }

    @Test
    void subscribesOnlyOnceItsLoginIsAccepted() {
        StreamSession session = privateSession();
        session.onReply(accepted("s1-1"), now);
        assertThat(session.onFrame(1, now)).isTrue();
        assertThat(events).containsExactly("connect 1", "send login");

        session.onReply(new Reply("auth", "", true, ""), now);
        session.onReply(accepted("s1-1"), now);

        assertThat(events).endsWith(subscribe("s1-1", "order"), "subscribed");
    }

    @Test
    void reconnectsWithANewLoginWhenTheExchangeRefusesItOrDoesNotAnswer() {
        StreamSession session = privateSession();
        session.onReply(new Reply("auth", "", false, "Params Error"), now);
        now = session.nextNanos().orElseThrow();
        session.onTime(now);
        session.onOpened(2, now);
        now = session.nextNanos().orElseThrow();
        session.onTime(now);

        assertThat(session.isSubscribed()).isFalse();
        assertThat(events).containsExactly("connect 1", "send login", "abort",
                "disconnected the exchange refused the login: Params Error", "connect 2", "send login", "abort",
                "disconnected the login was not answered in time");
    }

    @Test
    void aQuietStreamStaysConnectedAsLongAsItsPingsAreAnswered() {
        StreamSession session = privateSession();
        session.onReply(new Reply("auth", "", true, ""), now);
        session.onReply(accepted("s1-1"), now);
        for (int i = 0; i < 100; i++) {
            pass(Duration.ofSeconds(20));
            session.onFrame(1, now);
            session.onTime(now);
        }

        assertThat(session.isSubscribed()).isTrue();
    }

    @Test
    void reconnectsWhenItsOwnerKnowsThatTheConnectionIsOfNoUse() {
        StreamSession session = opened(1);
        session.onReply(accepted("s1-1"), now);
        session.abandon("it kept an execution back", now);
        session.abandon("again", now);

        assertThat(events).endsWith("subscribed", "abort", "disconnected it kept an execution back");
        assertThat(session.nextNanos().orElseThrow()).isGreaterThan(now);
    }

    @Test
    void doesNothingAfterStop() {
        StreamSession session = opened(1);
        session.stop();
        session.onClosed(1, "canceled", now);

        assertThat(session.nextNanos()).isEmpty();
        assertThat(events).endsWith("abort");
    }

    private final class RecordingLink implements StreamLink {
        @Override
        public void connect(long attempt) {
            events.add("connect " + attempt);
        }

        @Override
        public void send(String frame) {
            events.add("send " + frame);
        }

        @Override
        public void abort() {
            events.add("abort");
        }
    }

    private final class RecordingListener implements StreamSessionListener {
        @Override
        public void onSubscribed() {
            events.add("subscribed");
        }

        @Override
        public void onDisconnected(String reason) {
            events.add("disconnected " + reason);
        }

        @Override
        public void onRejected(String topic, String reason) {
            events.add("rejected " + topic);
        }

        @Override
        public void onRestored(String topic) {
            events.add("restored " + topic);
        }

        @Override
        public void onUnanswered(List<String> topics) {
            events.add("unanswered " + topics);
        }
    }
}
