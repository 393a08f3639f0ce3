package io.tradinghub.guardian.alert;

import java.util.Map;

/// An alert and what each channel has taken of it, as it is kept for the next start.
public record AlertRecord(Alert alert, Map<String, Delivery> deliveries) {
    public AlertRecord {
        deliveries = Map.copyOf(deliveries);
    }
}
