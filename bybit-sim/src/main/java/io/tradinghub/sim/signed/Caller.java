package io.tradinghub.sim.signed;

import io.tradinghub.sim.key.ApiKey;
import io.tradinghub.sim.key.ApiKey.Right;
import io.tradinghub.sim.wire.ApiException;

/// Who sends a request: the key that signed it, and its account.
public record Caller(ApiKey key) {

    public long uid() {
        return key.uid();
    }

    /// Refuses what the key may not do.
    void needs(Right right) throws ApiException {
        if (key.isReadOnly() || !key.may(right)) {
            throw new ApiException(10_005, "Permission denied, please check your API key permissions.");
        }
    }
}
