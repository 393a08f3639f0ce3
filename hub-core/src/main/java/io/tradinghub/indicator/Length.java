package io.tradinghub.indicator;

/// The number of values an indicator looks back on.
final class Length {

    private Length() {}

    static int atLeast(int minimum, int length) {
        if (length < minimum) {
            throw new IllegalArgumentException(
                    "indicator length must be %d or more, got %d".formatted(minimum, length));
        }
        return length;
    }
}
