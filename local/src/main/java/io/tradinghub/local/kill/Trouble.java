package io.tradinghub.local.kill;

import java.util.EnumSet;
import java.util.Set;

import io.tradinghub.sim.fault.Fault;

/// What goes wrong besides the kill, from before it until a moment after the next start.
enum Trouble {
    NONE, STREAM, REST, STORES, ALL;

    private static final Set<Fault> OF_STREAM = EnumSet.of(Fault.DUPLICATE, Fault.REORDER, Fault.GARBAGE, Fault.LOSE,
            Fault.LOSE_ACK, Fault.REFUSE_CONNECTION, Fault.CUT_IN_AUTH, Fault.FILLED_FIRST,
            Fault.EXECUTION_BEFORE_NEW, Fault.DUPLICATE_EXECUTION, Fault.FILLED_TWICE, Fault.SKIP_ORDER_STATES,
            Fault.LOSE_ORDER, Fault.LOSE_EXECUTION, Fault.REPEAT_POSITION, Fault.UNKNOWN_FIELD, Fault.UNKNOWN_WORD,
            Fault.EXPONENT);
    /// Without [Fault#HTTP_403], after which nothing leaves for ten minutes.
    private static final Set<Fault> OF_REST = EnumSet.of(Fault.HTTP_429, Fault.HTTP_500, Fault.HTTP_502,
            Fault.TIME_OUT, Fault.TIME_OUT_EXECUTED, Fault.SLOW, Fault.CUT_EXECUTED, Fault.SERVER_TIMEOUT_EXECUTED,
            Fault.SERVER_TIMEOUT, Fault.SERVER_ERROR_EXECUTED, Fault.RATE_LIMIT, Fault.RATE_LIMIT_WITHOUT_HEADERS,
            Fault.TRUNCATED);

    /// What the simulated exchange does wrong at random.
    Set<Fault> faults() {
        return switch (this) {
            case NONE, STORES -> EnumSet.noneOf(Fault.class);
            case STREAM -> OF_STREAM;
            case REST -> OF_REST;
            case ALL -> {
                Set<Fault> all = EnumSet.copyOf(OF_STREAM);
                all.addAll(OF_REST);
                yield all;
            }
        };
    }

    boolean cutsStream() {
        return this == STREAM || this == ALL;
    }

    boolean cutsRest() {
        return this == REST || this == ALL;
    }

    boolean cutsStores() {
        return this == STORES || this == ALL;
    }
}
