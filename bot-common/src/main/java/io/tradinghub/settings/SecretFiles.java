package io.tradinghub.settings;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;

/// The folder where each secret is a file of its own, one line, named as the program knows it (`postgres_password`).
public final class SecretFiles {
    /// The variable that names another folder than Docker's.
    public static final String FOLDER_VARIABLE = "SECRETS_DIR";
    static final String DEFAULT_FOLDER = "/run/secrets";
    private final Path folder;

    private SecretFiles(Path folder) {
        this.folder = folder;
    }

    public static SecretFiles in(Path folder) {
        return new SecretFiles(folder);
    }

    /// The folder that the environment names, or `/run/secrets`.
    public static SecretFiles from(Map<String, String> environment) {
        String named = environment.getOrDefault(FOLDER_VARIABLE, "");
        return new SecretFiles(Path.of(named.isBlank() ? DEFAULT_FOLDER : named));
    }

    Path fileOf(String name) {
        return folder.resolve(name);
    }

    /// Reads one secret without the line end behind it.
    ///
    /// @throws SecretUnreadableException when there is no such file, nothing in it, or no way to read it; the message
    ///         names the file and the reason and never holds any of its text
    public Secret read(String name) {
        Path file = fileOf(name);
        String text = textOf(file).strip();
        if (text.isEmpty()) {
            throw new SecretUnreadableException(file, "is empty");
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new SecretUnreadableException(file, "holds more than one line");
        }
        return Secret.of(text);
    }

    private static String textOf(Path file) {
        if (Files.isDirectory(file)) {
            throw new SecretUnreadableException(file, "is a folder, not a file");
        }
        try {
            return Files.readString(file);
        } catch (NoSuchFileException _) {
            throw new SecretUnreadableException(file, "is missing");
        } catch (AccessDeniedException _) {
            throw new SecretUnreadableException(file, "may not be read by this user");
        } catch (CharacterCodingException _) {
            throw new SecretUnreadableException(file, "is not UTF-8 text");
        } catch (IOException e) {
            throw new SecretUnreadableException(file, "cannot be read (" + e.getClass().getSimpleName() + ")");
        }
    }
}
