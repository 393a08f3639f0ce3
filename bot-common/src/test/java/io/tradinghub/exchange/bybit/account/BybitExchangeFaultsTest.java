package io.tradinghub.exchange.bybit.account;

import java.util.EnumSet;
import java.util.Set;

import io.tradinghub.exchange.Exchange;
import io.tradinghub.exchange.ExchangeFaultContract;
import io.tradinghub.exchange.ExchangeListener;
import io.tradinghub.exchange.ExchangeVenue;
import io.tradinghub.sim.fault.Fault;

/// [BybitExchange] against the simulator while one in four requests goes wrong, and many frames: answers that lie or
/// break off, orders and executions that are told late, twice, in the wrong order, in new words or not at all.
final class BybitExchangeFaultsTest extends ExchangeFaultContract {
    private static final long SEED = 20_260_302;
    private static final double RATE = 0.04;
    private static final Set<Fault> FAULTS = EnumSet.of(Fault.FILLED_FIRST, Fault.EXECUTION_BEFORE_NEW,
            Fault.DUPLICATE_EXECUTION, Fault.FILLED_TWICE, Fault.SKIP_ORDER_STATES, Fault.LOSE_ORDER,
            Fault.LOSE_EXECUTION, Fault.REPEAT_POSITION, Fault.UNKNOWN_FIELD, Fault.UNKNOWN_WORD, Fault.EXPONENT,
            Fault.CUT_EXECUTED, Fault.SERVER_TIMEOUT_EXECUTED, Fault.SERVER_TIMEOUT, Fault.SERVER_ERROR_EXECUTED,
            Fault.WRONG_TIME, Fault.RATE_LIMIT, Fault.RATE_LIMIT_WITHOUT_HEADERS, Fault.TRUNCATED);
    private final ExchangeVenue bybit = new SimulatedBybit() {
        @Override
        public Exchange open(ExchangeListener listener) {
            Exchange exchange = super.open(listener);
            faults().throwAtRandom(SEED, RATE, FAULTS);
            return exchange;
        }
    };

    @Override
    protected ExchangeVenue venue() {
        return bybit;
    }
}
