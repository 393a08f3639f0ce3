package io.tradinghub.guardian.channel;

import java.util.Optional;

import io.tradinghub.settings.Secret;

/// Where mail goes and through which server.
///
/// @param server host of the mail server
/// @param login empty for a server that asks for none
record EmailSettings(String to, String from, String server, int port, Security security, Optional<Login> login) {

    /// How the line to the server is encrypted.
    enum Security {
        /// From the first byte (usually port 465).
        TLS,
        /// After the greeting; a server that cannot is refused.
        STARTTLS,
        /// Not at all: for a server on this host.
        NONE
    }

    /// As whom to enter there.
    record Login(String user, Secret password) {}
}
