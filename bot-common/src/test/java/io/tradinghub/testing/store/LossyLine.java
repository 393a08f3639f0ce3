package io.tradinghub.testing.store;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/// A line to a local server that can lose one answer: what was asked arrives, the answer does not, and the connection
/// is gone. It can also hang: it accepts connections and carries nothing any more, either way.
public final class LossyLine implements AutoCloseable {
    private final ServerSocket entrance;
    private final int serverPort;
    private final AtomicReference<@Nullable String> loseAnswerTo = new AtomicReference<>();
    private volatile boolean hangs;

    private LossyLine(ServerSocket entrance, int serverPort) {
        this.entrance = entrance;
        this.serverPort = serverPort;
    }

    public static LossyLine to(int serverPort) {
        try {
            LossyLine line = new LossyLine(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), serverPort);
            Thread.ofVirtual().start(line::accept);
            return line;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    public int port() {
        return entrance.getLocalPort();
    }

    /// The next answer to a message that contains this text is lost.
    public void loseAnswerTo(String text) {
        loseAnswerTo.set(text);
    }

    /// Carries nothing from now on, and keeps what is connected open.
    public void hang() {
        hangs = true;
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                Socket client = entrance.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
                AtomicReference<Answers> answers = new AtomicReference<>(Answers.PASS);
                Thread.ofVirtual().start(() -> carry(client, server, answers));
                Thread.ofVirtual().start(() -> carryBack(server, client, answers));
            } catch (IOException closed) {
                closeAll(entrance);
            }
        }
    }

    private void carry(Socket client, Socket server, AtomicReference<Answers> answers) {
        try (client; server; InputStream in = client.getInputStream(); OutputStream out = server.getOutputStream()) {
            byte[] buffer = new byte[65_536];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                String wanted = loseAnswerTo.get();
                if (wanted != null && new String(buffer, 0, read, StandardCharsets.ISO_8859_1).contains(wanted)
                        && loseAnswerTo.compareAndSet(wanted, null)) {
                    answers.set(Answers.LOSE);
                }
                if (!hangs) {
                    out.write(buffer, 0, read);
                }
            }
        } catch (IOException gone) {
            closeAll(client, server);
        }
    }

    private static void carryBack(Socket server, Socket client, AtomicReference<Answers> answers) {
        try (server; client; InputStream in = server.getInputStream(); OutputStream out = client.getOutputStream()) {
            byte[] buffer = new byte[65_536];
            for (int read = in.read(buffer); read >= 0 && answers.get() == Answers.PASS; read = in.read(buffer)) {
                out.write(buffer, 0, read);
            }
        } catch (IOException gone) {
            closeAll(client, server);
        }
    }

    private static void closeAll(Closeable... ends) {
        for (Closeable end : ends) {
            try {
                end.close();
            } catch (IOException gone) {
                throw new UncheckedIOException(gone);
            }
        }
    }

    @Override
    public void close() {
        closeAll(entrance);
    }

    /// What becomes of the server's answers.
    private enum Answers {
        PASS, LOSE
    }
}
