package io.tradinghub.exchange;

import java.time.Duration;

/// How much of its share of the host's requests a program has used since its start.
///
/// @param sent requests that left
/// @param waited how long requests waited for their turn, all of them together
/// @param bans how often the exchange answered this program that the host is banned
/// @param allowedInFiveSeconds its share
public record RequestUse(long sent, Duration waited, long bans, int allowedInFiveSeconds) {}
