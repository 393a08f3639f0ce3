package io.tradinghub.exchange.bybit.account;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

import io.tradinghub.exchange.ExchangeClock;
import io.tradinghub.exchange.ExchangeEvent;
import io.tradinghub.market.Category;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.order.ClientOrderId;
import io.tradinghub.order.ExecutionId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads executions: those since a moment, those of an order, the newest one. Calls block and fail as those of [Pages].
final class ExecutionLists {
    private static final Logger LOG = LoggerFactory.getLogger(ExecutionLists.class);
    private static final String PATH = "/v5/execution/list";
    private static final int MOST_ROWS = 100;
    /// The longest range of one question.
    private static final Duration WINDOW = Duration.ofDays(7);
    private final Pages pages;
    private final OwnOrders own;
    private final KnownRules rules;
    private final ExchangeClock clock;
    private final Duration kept;

    ExecutionLists(Pages pages, OwnOrders own, KnownRules rules, ExchangeClock clock, Duration kept) {
        this.pages = pages;
        this.own = own;
        this.rules = rules;
        this.clock = clock;
        this.kept = kept;
    }

    /// Tells every execution since this moment, as far as Bybit keeps them, each once and in order of time within a
    /// week.
    ///
    /// @return up to when all of them were told, by Bybit's clock
    Instant tellSince(Instant since, Consumer<ExchangeEvent> listener) {
        Instant until = Instant.MAX;
        for (Category category : Category.values()) {
            Instant asOf = tellSince(category, since, listener);
            until = asOf.isBefore(until) ? asOf : until;
        }
        return until;
    }

    private Instant tellSince(Category category, Instant since, Consumer<ExchangeEvent> listener) {
        Instant now = clock.instant();
        Instant oldest = now.minus(kept);
        Instant start = since.isBefore(oldest) ? oldest : since.isAfter(now) ? now : since;
        Set<ExecutionId> told = new HashSet<>();
        while (true) {
            Instant end = start.plus(WINDOW);
            boolean isLast = end.isAfter(now.plus(Duration.ofDays(1)));
            Query window = query(category).with("startTime", start);
            // The last range stays open, because what happens while it is asked for belongs to it.
            Pages.Listed listed = pages.all(PATH, isLast ? window : window.with("endTime", end));
            listed.rows().stream().map(row -> new ExecutionRow(row.instrument(category), row))
                    .filter(row -> told.add(row.id()))
                    .sorted(Comparator.comparing((ExecutionRow row) -> row.row().time("execTime"))
                            .thenComparingLong(row -> row.row().json().path("seq").asLong()))
                    .forEach(row -> event(row).ifPresent(listener));
            if (isLast) {
                return listed.asOf();
            }
            start = end;
        }
    }

    /// The executions of an order of the bot's, all that Bybit keeps.
    List<ExchangeEvent> ofOrder(InstrumentId instrument, ClientOrderId id) {
        Query query = query(instrument.category()).with("orderLinkId", id.value());
        return pages.all(PATH, query).rows().stream().map(row -> new ExecutionRow(instrument, row))
                .sorted(Comparator.comparing((ExecutionRow row) -> row.row().time("execTime")))
                .flatMap(row -> event(row).stream()).toList();
    }

    /// The newest execution of the category.
    Optional<Newest> newest(Category category) {
        Query query = Query.none().with("category", category.wireName()).with("limit", 1);
        RestReply.Success answer = pages.ask(PATH, query);
        return answer.rows().stream().findFirst().map(row -> new Newest(
                new ExecutionRow(row.instrument(category), row).id(), row.time("execTime"), answer.at()));
    }

    /// The newest execution at a moment.
    record Newest(ExecutionId id, Instant executedAt, Instant asOf) {}

    private static Query query(Category category) {
        return Query.none().with("category", category.wireName()).with("limit", MOST_ROWS);
    }

    /// What the execution is to the bot. Of the account's other trades one that cannot be read is left out: the account
    /// tells what it did to positions.
    ///
    /// @throws IllegalArgumentException when it is the bot's own and cannot be read
    Optional<ExchangeEvent> event(ExecutionRow execution) {
        try {
            return execution.event(own, rules);
        } catch (IllegalArgumentException e) {
            if (own.idIn(execution.row().text("orderLinkId")).isPresent()) {
                throw e;
            }
            LOG.atError().addKeyValue("row", execution.row().json()).addKeyValue("reason", e.getMessage())
                    .log("execution in the account cannot be read, left out");
            return Optional.empty();
        }
    }
}
