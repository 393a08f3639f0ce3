package io.tradinghub.guardian.alert;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// What was found at one time.
///
/// @param answered the rules that could be judged; of the others nobody knows, so nothing of theirs begins or ends
/// @param found every condition of the answered rules
public record Reading(Set<AlertRule> answered, List<Condition> found) {
    public Reading {
        answered = Set.copyOf(answered);
        found = List.copyOf(found);
    }

    /// Both readings together.
    public Reading and(Reading other) {
        Set<AlertRule> rules = new TreeSet<>(answered);
        rules.addAll(other.answered);
        List<Condition> conditions = new ArrayList<>(found);
        conditions.addAll(other.found);
        return new Reading(rules, conditions);
    }
}
