package io.tradinghub.settings;

import java.nio.file.Path;

/// A secret file cannot be used; the message says which one and why, and nothing of what is in it.
public final class SecretUnreadableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    SecretUnreadableException(Path file, String reason) {
        super("secret file %s %s".formatted(file, reason));
    }
}
