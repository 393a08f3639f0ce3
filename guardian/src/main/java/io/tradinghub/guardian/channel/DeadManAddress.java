package io.tradinghub.guardian.channel;

import io.tradinghub.settings.Secret;
import io.tradinghub.settings.Setting;
import io.tradinghub.settings.SettingsReader;

/// An address outside that expects to be asked for regularly, and tells people when it no longer is. Any thread.
public final class DeadManAddress {
    static final String SECRET = "guardian_dead_man_url";
    private final Http http = Http.open();
    private final Secret address;

    private DeadManAddress(Secret address) {
        this.address = address;
    }

    /// Declares its secret file.
    public static Setting<DeadManAddress> declare(SettingsReader in) {
        Setting<Secret> address = in.secret(SECRET,
                "Address that is asked for every minute, as long as the guardian judges.");
        return in.combine(() -> new DeadManAddress(address.get()));
    }

    /// Asks for it, which may take as long as the other side wants. Any status of 200 to 299 means that it was noticed.
    ///
    /// @throws DeliveryException when it was not noticed, or nobody knows whether it was
    public void ping() throws DeliveryException {
        int status = http.get(SecretAddress.of(address, SECRET)).statusCode();
        if (status < 200 || status > 299) {
            throw new DeliveryException("the dead-man address answered " + status);
        }
    }
}
