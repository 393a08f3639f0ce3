package io.tradinghub.exchange.bybit.account;

import io.tradinghub.settings.Secret;

/// What Bybit knows an account by. Prints neither part.
public record ApiKey(Secret key, Secret secret) {}
