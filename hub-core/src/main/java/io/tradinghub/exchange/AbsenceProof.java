package io.tradinghub.exchange;

import java.util.EnumSet;
import java.util.Set;

/// What an exchange's "no such order" rests on. It proves absence only when every source answered in full, that is with
/// success and on all pages; whether it was asked late enough is the engine's to judge.
///
/// @param attempt what [Exchange#lookUp] was asked with
/// @param answered the sources that answered in full without the order
public record AbsenceProof(long attempt, Set<Source> answered) {

    public AbsenceProof {
        answered = Set.copyOf(answered);
    }

    /// Every source answered in full.
    public static AbsenceProof full(long attempt) {
        return new AbsenceProof(attempt, EnumSet.allOf(Source.class));
    }

    public boolean isFull() {
        return answered.size() == Source.values().length;
    }

    /// Where an exchange keeps orders.
    public enum Source {
        /// Live orders and those that ended a moment ago.
        REALTIME,
        /// Ended orders.
        HISTORY,
        /// Executions.
        EXECUTIONS
    }
}
