package io.tradinghub.guardian.channel;

import java.net.URI;

import io.tradinghub.settings.Secret;

/// Reads an address that is a secret, since whoever knows it may use it.
final class SecretAddress {
    private SecretAddress() {}

    /// @param file the name of the secret file
    /// @throws DeliveryException when there is no address in it
    static URI of(Secret secret, String file) throws DeliveryException {
        try {
            URI address = URI.create(secret.reveal());
            if (address.getHost() != null && String.valueOf(address.getScheme()).matches("https?")) {
                return address;
            }
        } catch (IllegalArgumentException _) {
            // told below, as of any other text that is no address
        }
        throw new DeliveryException("secrets/%s holds no address starting with https:// or http://".formatted(file));
    }
}
