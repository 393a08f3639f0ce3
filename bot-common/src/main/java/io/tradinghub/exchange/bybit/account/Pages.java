package io.tradinghub.exchange.bybit.account;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import io.tradinghub.exchange.ExchangeRefusalException;
import io.tradinghub.exchange.ExchangeUnavailableException;
import io.tradinghub.exchange.bybit.Lane;

/// Reads Bybit's lists to their end, all questions in one lane. Calls block; any thread may call. A question is safe to
/// repeat: one that is not answered is asked a few times.
///
/// @implSpec throws [ExchangeUnavailableException] when no usable answer came, [ExchangeRefusalException] when Bybit
///         said no
final class Pages {
    /// More than Bybit keeps of anything.
    private static final int MOST_PAGES = 10_000;
    private static final int ATTEMPTS = 4;
    private static final Set<ReturnCodes.Meaning> HEALING = EnumSet.of(ReturnCodes.Meaning.UNKNOWN,
            ReturnCodes.Meaning.RATE);
    private final Calls calls;
    private final Turn turn;
    private final Duration pause;

    /// @param pause before a question is repeated, doubled each time
    Pages(Calls calls, Lane lane, Duration pause) {
        this.calls = calls;
        this.turn = Turn.of(lane);
        this.pause = pause;
    }

    /// Rows, and the moment for which they hold by Bybit's clock: that of the first answer.
    record Listed(List<Row> rows, Instant asOf) {}

    /// All pages. A full page names a next one even where nothing follows, and a list ends with an empty page or
    /// cursor.
    Listed all(String path, Query query) {
        RestReply.Success answer = ask(path, query);
        Instant asOf = answer.at();
        List<Row> rows = new ArrayList<>();
        for (int page = 0; page < MOST_PAGES; page++) {
            List<Row> list = answer.rows();
            rows.addAll(list);
            String cursor = answer.result().path("nextPageCursor").asText();
            if (list.isEmpty() || cursor.isEmpty()) {
                return new Listed(rows, asOf);
            }
            answer = ask(path, query.with("cursor", cursor));
            if (answer.result().path("nextPageCursor").asText().equals(cursor)) {
                throw new ExchangeUnavailableException("%s answers the same page again".formatted(path));
            }
        }
        throw new ExchangeUnavailableException("%s does not end after %d pages".formatted(path, MOST_PAGES));
    }

    /// One answer, with a list: one without is none, since an empty list would prove that there is nothing.
    RestReply.Success ask(String path, Query query) {
        return repeated(path, () -> withList(calls.get(path, query, turn)));
    }

    /// One answer that is no list.
    RestReply.Success one(String path, Query query) {
        return repeated(path, () -> calls.get(path, query, turn));
    }

    private RestReply.Success repeated(String path, Supplier<RestReply> question) {
        try {
            for (int attempt = 1;; attempt++) {
                RestReply reply = question.get();
                if (reply instanceof RestReply.Success success) {
                    return success;
                }
                if (attempt == ATTEMPTS || !mayHeal(reply)) {
                    throw failure(path, reply);
                }
                Thread.sleep(pause.multipliedBy(1L << attempt));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ExchangeUnavailableException("%s was interrupted".formatted(path), e);
        }
    }

    private static RestReply withList(RestReply reply) {
        return reply instanceof RestReply.Success success && !success.result().path("list").isArray()
                ? new RestReply.NoAnswer("an answer without a list")
                : reply;
    }

    /// No answer, Bybit's own trouble, too many requests, or a clock that its answer has set right.
    private static boolean mayHeal(RestReply reply) {
        return reply instanceof RestReply.NoAnswer || (reply instanceof RestReply.Refusal(int code, String _)
                && (code == ReturnCodes.WRONG_TIME || HEALING.contains(ReturnCodes.meaning(code))));
    }

    private static RuntimeException failure(String path, RestReply reply) {
        return switch (reply) {
            case RestReply.Success _ -> new IllegalStateException("success is no failure");
            case RestReply.Refusal(int code, String message) -> new ExchangeRefusalException(path, code, message);
            case RestReply.NoAnswer(String reason) -> new ExchangeUnavailableException(
                    "%s was not answered: %s".formatted(path, reason));
            case RestReply.NotSent(String reason) -> new ExchangeUnavailableException(
                    "%s was not sent: %s".formatted(path, reason));
        };
    }
}
