package io.tradinghub.guardian.alert;

import java.time.Instant;
import java.util.Optional;

/// What one channel has taken of one alert.
///
/// @param toldAt when it last took that the alert lasts
/// @param endToldAt when it took that the alert ended
public record Delivery(Optional<Instant> toldAt, Optional<Instant> endToldAt) {
    static final Delivery NOTHING_YET = new Delivery(Optional.empty(), Optional.empty());
}
