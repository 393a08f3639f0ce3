package io.tradinghub.guardian.halt;

import java.util.UUID;

/// That the guardian asks one bot to enter nothing, or to close everything, because of one alert.
///
/// @param alert names the cause: another begin of it is another alert
/// @param reason for people
public record Halt(UUID alert, Kind kind, String bot, String reason) {

    /// The names are those of the ledger's schema.
    public enum Kind {
        HALT, FLATTEN
    }

    Key key() {
        return new Key(alert, kind, bot);
    }

    record Key(UUID alert, Kind kind, String bot) {}
}
