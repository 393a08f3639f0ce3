package io.tradinghub.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoFolderTest {

    @TempDir
    Path root;

    @Test
    void makesASecretOnceForItsOwnerOnly() throws IOException {
        try (DemoFolder folder = DemoFolder.open(root)) {
            String first = folder.secret("postgres_password").reveal();
            assertThat(folder.secret("postgres_password").reveal()).isEqualTo(first).matches("[A-Za-z0-9_-]{32}");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve("secrets/postgres_password"))))
                .isEqualTo("rw-------");
    }

    @Test
    void forgetsEverythingWhenCleared() throws IOException {
        try (DemoFolder folder = DemoFolder.open(root)) {
            String first = folder.secret("postgres_password").reveal();
            Files.createDirectories(folder.spool());
            folder.clear();
            assertThat(folder.spool()).doesNotExist();
            assertThat(folder.secret("postgres_password").reveal()).isNotEqualTo(first);
        }
    }
}
