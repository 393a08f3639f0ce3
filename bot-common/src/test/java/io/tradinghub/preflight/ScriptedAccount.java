package io.tradinghub.preflight;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.tradinghub.exchange.ExchangeUnavailableException;
import io.tradinghub.market.InstrumentId;
import org.jspecify.annotations.Nullable;

/// An account in a test's hands, with a key and settings as a bot wants them unless the test changes them.
public final class ScriptedAccount implements ExchangeAccount {
    public static final long UID = 1_001;
    public KeyInfo key = new KeyInfo(UID, false,
            Set.of("ContractTrade:Order", "ContractTrade:Position", "Spot:SpotTrade"), List.of("203.0.113.7"),
            Optional.empty());
    Setup setup = new Setup(true, "REGULAR_MARGIN");
    final Map<InstrumentId, Perpetual> perpetuals = new HashMap<>();
    public BigDecimal balance = new BigDecimal("10000");
    List<Order> orders = List.of();
    Fees fees = new Fees(new BigDecimal("0.00055"), new BigDecimal("0.0002"));
    Duration ahead = Duration.ZERO;
    /// What is thrown instead of an answer to the question of this name, or to all.
    public final Map<String, RuntimeException> faults = new HashMap<>();
    final List<String> asked = new ArrayList<>();

    /// From now on nothing is answered, or everything again.
    public void setSilent(boolean isSilent) {
        if (isSilent) {
            faults.put("all", new ExchangeUnavailableException("no answer in time"));
        } else {
            faults.clear();
        }
    }

    private <T> T answer(String question, T value) {
        asked.add(question);
        @Nullable
        RuntimeException fault = faults.getOrDefault(question, faults.get("all"));
        if (fault != null) {
            throw fault;
        }
        return value;
    }

    @Override
    public KeyInfo key() {
        return answer("key", key);
    }

    @Override
    public Setup setup() {
        return answer("setup", setup);
    }

    @Override
    public Perpetual perpetual(InstrumentId perpetual) {
        return answer("perpetual", perpetuals.getOrDefault(perpetual,
                new Perpetual(perpetual, true, BigDecimal.TEN, false)));
    }

    @Override
    public BigDecimal balance(String coin) {
        return answer("balance", balance);
    }

    @Override
    public List<Order> orders() {
        return answer("orders", orders);
    }

    @Override
    public Fees fees(InstrumentId instrument) {
        return answer("fees", fees);
    }

    @Override
    public Duration clockAhead() {
        return answer("clock", ahead);
    }

    @Override
    public void setOneWay(InstrumentId perpetual) {
        asked.add("one-way " + perpetual);
    }

    @Override
    public void setLeverage(InstrumentId perpetual, BigDecimal leverage) {
        asked.add("leverage %s %s".formatted(perpetual, leverage));
    }

    @Override
    public void close() {}
}
