package io.tradinghub.guardian.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

class AlertBookTest {
    private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");
    private static final Duration REPEAT = Duration.ofHours(4);
    private static final String PHONE = "telegram";
    private static final Condition SILENT = new Condition(AlertRule.BOT_SILENT, "bot_1", "silent");

    private final AtomicLong ids = new AtomicLong();
    private AlertBook book = bookFor(PHONE);
    private Instant now = START;

    @Test
    void beginsOnceTheConditionHasLasted() {
        lastsFor(Duration.ofSeconds(50), SILENT);
        assertThat(due(PHONE)).isEmpty();
        lastsFor(Duration.ofSeconds(20), SILENT);
        assertThat(due(PHONE)).containsExactly("BEGAN bot_1");
        assertThat(book.lasting()).singleElement().extracting(Alert::beganAt).isEqualTo(START);
    }

    @Test
    void anEventBeginsAtOnce() {
        lastsFor(Duration.ofSeconds(10), new Condition(AlertRule.RISK_EVENT, "ENTRY_REFUSED", "bot_1 (paper)", "no"));
        assertThat(due(PHONE)).containsExactly("BEGAN bot_1 (paper)");
    }

    @Test
    void aMomentOfIllnessIsNoAlert() {
        lastsFor(Duration.ofSeconds(20), SILENT);
        lastsFor(Duration.ofSeconds(40));
        lastsFor(Duration.ofSeconds(50), SILENT);
        assertThat(due(PHONE)).isEmpty();
    }

    @Test
    void whatComesBackBeforeItWasAwayForLongHasLasted() {
        for (int restarts = 0; restarts < 2; restarts++) {
            lastsFor(Duration.ofSeconds(20), SILENT);
            lastsFor(Duration.ofSeconds(20));
        }
        assertThat(due(PHONE)).isEmpty();
        lastsFor(Duration.ofSeconds(10), SILENT);
        assertThat(due(PHONE)).containsExactly("BEGAN bot_1");
    }

    @Test
    void anAlertThatBeganByAClockAheadEndsNoEarlierThanItBegan() {
        lastsFor(Duration.ofSeconds(70), SILENT);
        now = START.minusSeconds(3_600);
        lastsFor(Duration.ofMinutes(10));
        assertThat(book.unsaved()).singleElement()
                .satisfies(saved -> assertThat(saved.alert().endedAt()).contains(saved.alert().beganAt()));
    }

    @Test
    void endsWhenTheConditionHasBeenAwayForLong() {
        lastsFor(Duration.ofSeconds(70), SILENT);
        tell(PHONE);
        Instant away = now;
        lastsFor(Duration.ofMinutes(5));
        assertThat(due(PHONE)).isEmpty();
        lastsFor(Duration.ofSeconds(10));
        assertThat(due(PHONE)).containsExactly("ENDED bot_1");
        assertThat(book.due(PHONE, now)).extracting(notice -> notice.alert().endedAt()).containsExactly(
                Optional.of(away));
        tell(PHONE);
        assertThat(due(PHONE)).isEmpty();
    }

    @Test
    void whatComesAndGoesIsOneAlert() {
        lastsFor(Duration.ofSeconds(70), SILENT);
        tell(PHONE);
        for (int times = 0; times < 20; times++) {
            lastsFor(Duration.ofMinutes(4));
            lastsFor(Duration.ofMinutes(1), SILENT);
            assertThat(due(PHONE)).isEmpty();
        }
    }

    @Test
    void whatNobodyCanJudgeNeitherBeginsNorEnds() {
        lastsFor(Duration.ofSeconds(70), SILENT);
        tell(PHONE);
        passesUnjudged(Duration.ofHours(1));
        assertThat(due(PHONE)).isEmpty();
        assertThat(book.lasting()).hasSize(1);
    }

    @Test
    void remindsOfWhatLasts() {
        lastsFor(Duration.ofSeconds(70), SILENT);
        tell(PHONE);
        lastsFor(REPEAT.minusSeconds(20), SILENT);
        assertThat(due(PHONE)).isEmpty();
        lastsFor(Duration.ofSeconds(20), SILENT);
        assertThat(due(PHONE)).containsExactly("LASTS bot_1");
        tell(PHONE);
        assertThat(due(PHONE)).isEmpty();
    }

    @Test
    void tellsOfWhatCameAndWentWhileTheChannelWasAway() {
        lastsFor(Duration.ofSeconds(70), SILENT);
        lastsFor(Duration.ofMinutes(6));
        assertThat(due(PHONE)).containsExactly("CAME_AND_WENT bot_1");
        tell(PHONE);
        assertThat(due(PHONE)).isEmpty();
    }

    @Test
    void eachChannelIsToldByItself() {
        book = bookFor(PHONE, "email");
        lastsFor(Duration.ofSeconds(70), SILENT);
        tell(PHONE);
        assertThat(due(PHONE)).isEmpty();
        assertThat(due("email")).containsExactly("BEGAN bot_1");
    }

    @Test
    void aNewStartNeitherRepeatsNorForgets() {
        lastsFor(Duration.ofSeconds(70), SILENT);
        tell(PHONE);
        lastsFor(Duration.ofSeconds(70), SILENT, new Condition(AlertRule.BOT_SILENT, "bot_2", "silent"));
        startAnew(PHONE);
        assertThat(due(PHONE)).containsExactly("BEGAN bot_2");
        tell(PHONE);
        lastsFor(Duration.ofMinutes(6));
        assertThat(due(PHONE)).containsExactly("ENDED bot_1", "ENDED bot_2");
    }

    @Test
    void aChannelThatIsNewIsToldWhatLasts() {
        lastsFor(Duration.ofSeconds(70), SILENT);
        tell(PHONE);
        startAnew("email");
        assertThat(due("email")).containsExactly("BEGAN bot_1");
    }

    @Test
    void whatTheNewStartFoundBeforeItCouldReadTheOldIsTheSameAlert() {
        lastsFor(Duration.ofSeconds(70), SILENT);
        tell(PHONE);
        List<AlertRecord> kept = book.unsaved();
        book = bookFor(PHONE);
        lastsFor(Duration.ofSeconds(70), SILENT);
        book.resume(kept);
        assertThat(book.lasting()).singleElement().extracting(Alert::beganAt).isEqualTo(START);
        assertThat(due(PHONE)).isEmpty();
        assertThat(book.unsaved()).isEmpty();
    }

    @Test
    void whatIsToldAndSavedIsForgotten() {
        lastsFor(Duration.ofSeconds(70), SILENT);
        tell(PHONE);
        lastsFor(Duration.ofMinutes(6));
        tell(PHONE);
        assertThat(book.unsaved()).hasSize(1);
        book.saved();
        assertThat(book.unsaved()).isEmpty();
        lastsFor(Duration.ofSeconds(70), SILENT);
        assertThat(due(PHONE)).containsExactly("BEGAN bot_1");
    }

    @Test
    void aBotCannotWriteLinesOfTheGuardian() {
        Condition forged = new Condition(AlertRule.BOT_WAITS, "bot_1", "rules\nOVER Bot silent: bot_2\u0000");
        assertThat(forged.detail()).isEqualTo("rules OVER Bot silent: bot_2 ");
        assertThat(new Condition(AlertRule.BOT_WAITS, "bot_1", "x".repeat(5_000)).detail()).hasSize(1_000);
    }

    private AlertBook bookFor(String... channels) {
        return new AlertBook(List.of(channels), REPEAT, () -> new UUID(0, ids.incrementAndGet()));
    }

    private void startAnew(String channel) {
        List<AlertRecord> kept = book.unsaved();
        book = bookFor(channel);
        book.resume(kept);
    }

    /// Looks every ten seconds, the last time when the span is over.
    private void lastsFor(Duration span, Condition... conditions) {
        observe(span, new Reading(Set.of(AlertRule.values()), List.of(conditions)));
    }

    private void passesUnjudged(Duration span) {
        observe(span, new Reading(Set.of(), List.of()));
    }

    private void observe(Duration span, Reading reading) {
        Instant end = now.plus(span);
        while (now.isBefore(end)) {
            book.observe(reading, now);
            now = now.plusSeconds(10);
        }
    }

    private void tell(String channel) {
        book.told(channel, book.due(channel, now), now);
    }

    private List<String> due(String channel) {
        return book.due(channel, now).stream()
                .map(notice -> notice.kind() + " " + notice.alert().condition().subject()).toList();
    }
}
