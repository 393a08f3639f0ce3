package io.tradinghub.exchange.bybit.account;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

import io.tradinghub.exchange.ExchangeClock;
import io.tradinghub.exchange.ExchangeEvent;
import io.tradinghub.exchange.UnreadRow;
import io.tradinghub.market.Category;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.order.ClientOrderId;
import io.tradinghub.order.ExecutionId;

/// Reads executions: those since a moment, those of an order, the newest one. Calls block and fail as those of [Pages].
final class ExecutionLists {
    private static final String PATH = "/v5/execution/list";
    private static final int MOST_ROWS = 100;
    /// The longest range of one question.
    private static final Duration WINDOW = Duration.ofDays(7);
    private static final Duration MARGIN = Duration.ofDays(1);
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

    /// What was told.
    ///
    /// @param until up to when executions were told, by Bybit's clock
    /// @param unread executions that could not be read and were not told; each changes a position, whoever caused it
    record Told(Instant until, List<UnreadRow> unread) {}

    /// Tells every execution since this moment, as far as Bybit keeps them, each once and in order of time within a
    /// week.
    Told tellSince(Instant since, Consumer<ExchangeEvent> listener) {
        Instant until = Instant.MAX;
        List<UnreadRow> unread = new ArrayList<>();
        for (Category category : Category.values()) {
            Told told = tellSince(category, since, listener);
            until = told.until().isBefore(until) ? told.until() : until;
            unread.addAll(told.unread());
        }
        return new Told(until, unread);
    }

    /// The last range has no end, because what happens while it is asked for belongs to it. It begins so late that it
    /// reaches beyond the last answer, and those before it end long before.
    private Told tellSince(Category category, Instant since, Consumer<ExchangeEvent> listener) {
        Instant now = clock.instant();
        Instant oldest = now.minus(kept);
        Instant start = since.isBefore(oldest) ? oldest : since.isAfter(now) ? now : since;
        Set<ExecutionId> known = new HashSet<>();
        List<UnreadRow> unread = new ArrayList<>();
        while (start.plus(WINDOW).isBefore(now.plus(MARGIN))) {
            Instant latest = now.minus(MARGIN);
            Instant end = start.plus(WINDOW).isAfter(latest) ? latest : start.plus(WINDOW);
            Query window = query(category).with("startTime", start).with("endTime", end);
            tell(category, pages.all(PATH, window).rows(), known, unread, listener);
            start = end;
        }
        Pages.Listed listed = pages.all(PATH, query(category).with("startTime", start));
        tell(category, listed.rows(), known, unread, listener);
        return new Told(listed.asOf(), unread);
    }

    private void tell(Category category, List<Row> rows, Set<ExecutionId> known, List<UnreadRow> unread,
            Consumer<ExchangeEvent> listener) {
        List<Execution> executions = new ArrayList<>();
        for (Row row : rows) {
            try {
                Execution execution = execution(category, row);
                if (known.add(execution.id())) {
                    executions.add(execution);
                }
            } catch (IllegalArgumentException e) {
                unread.add(row.unread(UnreadRow.Kind.EXECUTION, category, "execId", e));
            }
        }
        executions.stream().sorted().forEach(execution -> execution.event().ifPresent(listener));
    }

    private Execution execution(Category category, Row row) {
        ExecutionRow execution = new ExecutionRow(row.instrument(category), row);
        return new Execution(execution.id(), row.time("execTime"), row.json().path("seq").asLong(), event(execution));
    }

    /// An execution that was read, and what it is to the bot; the earlier one first.
    private record Execution(ExecutionId id, Instant at, long sequence, Optional<ExchangeEvent> event)
            implements
                Comparable<Execution> {

        @Override
        public int compareTo(Execution other) {
            return Comparator.comparing(Execution::at).thenComparingLong(Execution::sequence).compare(this, other);
        }
    }

    /// The executions of an order of the bot's, all that Bybit keeps.
    List<ExchangeEvent> ofOrder(InstrumentId instrument, ClientOrderId id) {
        Category category = instrument.category();
        return pages.all(PATH, query(category).with("orderLinkId", id.value())).rows().stream()
                .filter(row -> row.text("orderLinkId").equals(id.value())).map(row -> execution(category, row)).sorted()
                .flatMap(execution -> execution.event().stream()).toList();
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

    /// What the execution is to the bot.
    ///
    /// @throws IllegalArgumentException when it cannot be read
    Optional<ExchangeEvent> event(ExecutionRow execution) {
        return execution.event(own, rules);
    }
}
