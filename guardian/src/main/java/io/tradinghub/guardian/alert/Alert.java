package io.tradinghub.guardian.alert;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// A condition that lasted long enough for people to be told, from its begin to its end.
public record Alert(UUID id, Condition condition, Instant beganAt, Optional<Instant> endedAt) {}
