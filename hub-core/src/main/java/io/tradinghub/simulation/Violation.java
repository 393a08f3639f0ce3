package io.tradinghub.simulation;

/// Something happened in a simulation that must never happen.
public final class Violation extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Violation(String what) {
        super(what);
    }
}
