package io.tradinghub.engine;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.tradinghub.ledger.LedgerSnapshot.Adopted;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.order.ExecutionId;
import io.tradinghub.order.Fee;
import io.tradinghub.order.Fill;
import io.tradinghub.order.LedgerEntry;
import io.tradinghub.order.LedgerEntry.LateExecution;
import io.tradinghub.order.Origin;
import io.tradinghub.order.Side;

/// The differences that people had booked, and what they contain: every execution from before the account was seen.
/// One that the exchange tells of later must not change the position a second time, however many of them make up the
/// difference and in whatever order they come.
final class AdoptedDifferences {
    private final Map<InstrumentId, List<Adopted>> known = new HashMap<>();

    /// @param known oldest first
    AdoptedDifferences(List<Adopted> known) {
        known.forEach(this::add);
    }

    void add(Fill difference) {
        add(new Adopted(difference.instrument(), difference.executedAt(), difference.price()));
    }

    private void add(Adopted adopted) {
        known.computeIfAbsent(adopted.instrument(), _ -> new ArrayList<>(1)).add(adopted);
    }

    /// How an execution is to be booked: as it is, or with what is taken back of the first difference that has it.
    LedgerEntry entryOf(Fill execution) {
        if (execution.positionChange().signum() == 0) {
            return execution;
        }
        Optional<Adopted> in = known.getOrDefault(execution.instrument(), List.of()).stream()
                .filter(adopted -> execution.executedAt().isBefore(adopted.until())).findFirst();
        return in.isEmpty() ? execution : new LateExecution(takenBack(execution, in.get()), execution);
    }

    private static Fill takenBack(Fill execution, Adopted from) {
        BigDecimal change = execution.positionChange();
        return new Fill(new ExecutionId("adopted:" + execution.executionId()), Optional.empty(), Origin.ADOPTED,
                execution.instrument(), change.signum() > 0 ? Side.SELL : Side.BUY, change.abs(), from.price(),
                Fee.inQuote(BigDecimal.ZERO, execution.fee().coin()), Fill.Liquidity.TAKER, 0, from.until());
    }
}
