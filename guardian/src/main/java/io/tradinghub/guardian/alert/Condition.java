package io.tradinghub.guardian.alert;

/// Something that is wrong now. Two conditions of one rule, title and subject are the same one, whatever their details.
///
/// @param title the rule's title, or the name of a risk event
/// @param subject what it is about, for people: a bot, an instrument, a store
/// @param detail one line for people: what is wrong and what to do
public record Condition(AlertRule rule, String title, String subject, String detail) {
    private static final int LONGEST = 1_000;

    public Condition {
        title = oneLine(title);
        subject = oneLine(subject);
        detail = oneLine(detail);
    }

    public Condition(AlertRule rule, String subject, String detail) {
        this(rule, rule.title(), subject, detail);
    }

    /// Bots write some of these texts: none may look like lines of the guardian's own, or be too long to send.
    private static String oneLine(String text) {
        String line = text.replaceAll("\\p{Cntrl}", " ");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 1) + "…";
    }

    Key key() {
        return new Key(rule, title, subject);
    }

    /// What makes two conditions the same one.
    record Key(AlertRule rule, String title, String subject) {}
}
