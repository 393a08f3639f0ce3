package io.tradinghub.exchange.bybit.account;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.tradinghub.exchange.ExchangeRefusalException;
import io.tradinghub.exchange.ExchangeUnavailableException;
import io.tradinghub.exchange.bybit.RateBudget;

/// Reads Bybit's lists to their end, within the budget for questions. Calls block; any thread may call. Nothing is
/// repeated: who asked asks again.
///
/// @implSpec throws [ExchangeUnavailableException] when no usable answer came, [ExchangeRefusalException] when Bybit
///         said no
final class Pages {
    /// More than Bybit keeps of anything.
    private static final int MOST_PAGES = 10_000;
    private final SignedCalls calls;
    private final RateBudget budget;

    Pages(SignedCalls calls, RateBudget budget) {
        this.calls = calls;
        this.budget = budget;
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
        }
        throw new ExchangeUnavailableException("%s does not end after %d pages".formatted(path, MOST_PAGES));
    }

    /// One answer.
    RestReply.Success ask(String path, Query query) {
        try {
            budget.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ExchangeUnavailableException("%s was interrupted".formatted(path), e);
        }
        return switch (calls.get(path, query)) {
            case RestReply.Success success -> success;
            case RestReply.Refusal(int code, String message) -> throw new ExchangeRefusalException(path, code, message);
            case RestReply.NoAnswer(String reason) -> throw new ExchangeUnavailableException(
                    "%s was not answered: %s".formatted(path, reason));
            case RestReply.NotSent(String reason) -> throw new ExchangeUnavailableException(
                    "%s was not sent: %s".formatted(path, reason));
        };
    }
}
