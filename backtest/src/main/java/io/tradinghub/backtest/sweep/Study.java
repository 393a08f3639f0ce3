package io.tradinghub.backtest.sweep;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;

/// What a sweep is made of, part by part: trials of one study compare with each other, those of two do not.
record Study(SequencedMap<String, String> parts) {

    Study {
        parts = new LinkedHashMap<>(parts);
    }

    /// The first part in which another study differs, in words; empty if none does.
    Optional<String> difference(Map<String, String> other) {
        return parts.entrySet().stream().filter(part -> !Objects.equals(part.getValue(), other.get(part.getKey())))
                .map(part -> "%s was %s and is %s".formatted(part.getKey(), other.get(part.getKey()), part.getValue()))
                .findFirst();
    }
}
