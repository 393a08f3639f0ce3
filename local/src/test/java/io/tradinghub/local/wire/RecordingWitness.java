package io.tradinghub.local.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Notes what it is told, and ends the line at one moment if there is one.
final class RecordingWitness implements Witness {
    private final Optional<Moment> endsAt;
    private final List<Moment> seen = new ArrayList<>();
    private final List<String> orders = new ArrayList<>();

    RecordingWitness(Optional<Moment> endsAt) {
        this.endsAt = endsAt;
    }

    @Override
    public boolean sees(Moment moment) {
        seen.add(moment);
        return endsAt.filter(moment::equals).isPresent();
    }

    @Override
    public void ordered(String orderLinkId) {
        orders.add(orderLinkId);
    }

    List<Moment> seen() {
        return List.copyOf(seen);
    }

    List<String> orders() {
        return List.copyOf(orders);
    }
}
