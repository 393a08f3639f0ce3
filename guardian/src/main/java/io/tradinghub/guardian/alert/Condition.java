package io.tradinghub.guardian.alert;

/// Something that is wrong now. Two conditions of one rule, title and subject are the same one, whatever their details.
///
/// @param title the rule's title, or the name of a risk event
/// @param subject what it is about, for people: a bot, an instrument, a store
/// @param detail one line for people: what is wrong and what to do
public record Condition(AlertRule rule, String title, String subject, String detail) {

    public Condition(AlertRule rule, String subject, String detail) {
        this(rule, rule.title(), subject, detail);
    }

    Key key() {
        return new Key(rule, title, subject);
    }

    /// What makes two conditions the same one.
    record Key(AlertRule rule, String title, String subject) {}
}
