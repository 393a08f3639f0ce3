package io.tradinghub.db.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import io.tradinghub.settings.RedisSettings;
import io.tradinghub.settings.Secret;
import io.tradinghub.settings.StoreTimeouts;
import redis.embedded.RedisServer;
import redis.embedded.RedisServerBuilder;

/// A Redis 7 as the container starts it: the ceilings of `deploy/redis/redis.conf`, and an ACL file on its volume that
/// defines only an administrator. The caller of [#start()] closes it.
public final class Redis7 implements AutoCloseable {
    private static final Secret ADMIN = Secret.of("admin-redis");
    private final Path folder;
    private final int port;
    private final RedisServer server;

    private Redis7(Path folder, int port, String users) {
        this.folder = folder;
        this.port = port;
        RedisServerBuilder builder = RedisServer.builder().port(port).bind("127.0.0.1").setting("save \"\"")
                .setting("dir " + folder).setting(users);
        ceilings().forEach(builder::setting);
        this.server = builder.build();
        server.start();
    }

    /// The lines of the hub's own file that bound something.
    private static List<String> ceilings() {
        try {
            return Files.readAllLines(Path.of("../deploy/redis/redis.conf")).stream()
                    .filter(line -> line.matches("(maxmemory|proto|client|maxclients|acllog).*")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Redis7 start() {
        try {
            Path folder = Files.createTempDirectory("hub-redis");
            Files.writeString(usersFile(folder),
                    "user default off\nuser admin on >%s ~* &* +@all\n".formatted(ADMIN.reveal()));
            return new Redis7(folder, freePort(), "aclfile " + usersFile(folder));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Starts a server without an ACL file: its configuration defines the administrator, and users are kept in memory
    /// only.
    public static Redis7 startWithoutUsersFile() {
        try {
            return new Redis7(Files.createTempDirectory("hub-redis"), freePort(),
                    "user admin on >%s ~* &* +@all".formatted(ADMIN.reveal()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Restarts the server on its volume.
    public Redis7 restart() {
        server.stop();
        return new Redis7(folder, port, "aclfile " + usersFile(folder));
    }

    public Path usersFile() {
        return usersFile(folder);
    }

    public RedisSettings admin() {
        return as("admin", ADMIN);
    }

    public RedisSettings as(String user, Secret password) {
        return new RedisSettings("127.0.0.1", port, Optional.of(new RedisSettings.Login(user, password)),
                StoreTimeouts.DEFAULT);
    }

    public RedisSettings asNobody() {
        return new RedisSettings("127.0.0.1", port, Optional.empty(), StoreTimeouts.DEFAULT);
    }

    @Override
    public void close() {
        server.stop();
    }

    private static Path usersFile(Path folder) {
        return folder.resolve("users.acl");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
