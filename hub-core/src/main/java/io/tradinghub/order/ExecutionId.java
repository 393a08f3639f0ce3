package io.tradinghub.order;

/// The exchange's id of one execution, the key on which fills are booked once.
public record ExecutionId(String value) {

    @Override
    public String toString() {
        return value;
    }
}
