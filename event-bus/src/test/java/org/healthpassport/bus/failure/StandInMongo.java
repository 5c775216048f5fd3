package org.healthpassport.bus.failure;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.bson.BsonArray;
import org.bson.BsonBinaryReader;
import org.bson.BsonBinaryWriter;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.EncoderContext;
import org.bson.io.BasicOutputBuffer;

/**
 * Stands in for a {@code mongod} that has a bad day: speaks enough of the wire protocol for a driver to connect, and
 * answers every command after that as the test says, or hangs up.
 */
final class StandInMongo implements AutoCloseable {
    private static final int OP_REPLY = 1;
    private static final int OP_QUERY = 2_004;
    private static final int OP_MSG = 2_013;
    private static final int HEADER_BYTES = 16;
    private static final Set<String> GREETINGS = Set.of("hello", "isMaster", "ismaster", "ping", "endSessions");

    private final ServerSocket server;
    private final List<Socket> connections = new CopyOnWriteArrayList<>();
    private volatile Function<BsonDocument, Optional<BsonDocument>> answer = command -> Optional.of(ok());

    StandInMongo() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        thread(this::accept);
    }

    String address() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    /** Refuses commands with this code. */
    void refuse(int code, String message) {
        answer = command -> Optional.of(new BsonDocument("ok", new BsonInt32(0))
                .append("code", new BsonInt32(code))
                .append("errmsg", new BsonString(message)));
    }

    /** Takes the command, and refuses the document in it. */
    void refuseTheWrite(int code, String message) {
        answer = command -> Optional.of(ok().append("n", new BsonInt32(0))
                .append(
                        "writeErrors",
                        new BsonArray(List.of(new BsonDocument("index", new BsonInt32(0))
                                .append("code", new BsonInt32(code))
                                .append("errmsg", new BsonString(message))))));
    }

    /** Writes the document, and cannot promise that it stays. */
    void failTheWriteConcern(int code, String message) {
        answer = command -> Optional.of(ok().append("n", new BsonInt32(1))
                .append(
                        "writeConcernError",
                        new BsonDocument("code", new BsonInt32(code)).append("errmsg", new BsonString(message))));
    }

    void hangUp() {
        answer = command -> Optional.empty();
    }

    private static BsonDocument ok() {
        return new BsonDocument("ok", new BsonInt32(1));
    }

    private static BsonDocument greeting() {
        return ok().append("ismaster", BsonBoolean.TRUE)
                .append("isWritablePrimary", BsonBoolean.TRUE)
                .append("helloOk", BsonBoolean.TRUE)
                .append("maxBsonObjectSize", new BsonInt32(16 * 1024 * 1024))
                .append("maxMessageSizeBytes", new BsonInt32(48_000_000))
                .append("maxWriteBatchSize", new BsonInt32(100_000))
                .append("minWireVersion", new BsonInt32(0))
                .append("maxWireVersion", new BsonInt32(21));
    }

    private void accept() {
        try {
            while (!server.isClosed()) {
                Socket connection = server.accept();
                connections.add(connection);
                thread(() -> serve(connection));
            }
        } catch (IOException e) {
            if (!server.isClosed()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            DataInputStream input = new DataInputStream(connection.getInputStream());
            byte[] header = new byte[HEADER_BYTES];
            while (true) {
                input.readFully(header);
                ByteBuffer head = little(header);
                byte[] body = new byte[head.getInt(0) - HEADER_BYTES];
                input.readFully(body);
                BsonDocument command = command(head.getInt(12), body);
                Optional<BsonDocument> reply =
                        GREETINGS.contains(command.getFirstKey()) ? Optional.of(greeting()) : answer.apply(command);
                if (reply.isEmpty()) {
                    return;
                }
                send(connection.getOutputStream(), head, reply.get());
            }
        } catch (IOException e) {
            connections.remove(connection); // the driver has hung up
        }
    }

    private static BsonDocument command(int operation, byte[] body) {
        ByteBuffer buffer = little(body);
        int start = Integer.BYTES + 1; // flags, and the kind of the first section
        if (operation == OP_QUERY) {
            int end = Integer.BYTES;
            while (buffer.get(end) != 0) {
                end++;
            }
            start = end + 1 + 2 * Integer.BYTES; // name, how many to skip and to return
        }
        buffer.position(start);
        return new BsonDocumentCodec()
                .decode(new BsonBinaryReader(buffer), DecoderContext.builder().build());
    }

    private static void send(OutputStream output, ByteBuffer request, BsonDocument reply) throws IOException {
        boolean legacy = request.getInt(12) == OP_QUERY;
        BasicOutputBuffer document = new BasicOutputBuffer();
        new BsonDocumentCodec()
                .encode(
                        new BsonBinaryWriter(document),
                        reply,
                        EncoderContext.builder().build());
        byte[] bytes = document.toByteArray();
        int before = legacy ? 20 : Integer.BYTES + 1;
        ByteBuffer message =
                ByteBuffer.allocate(HEADER_BYTES + before + bytes.length).order(ByteOrder.LITTLE_ENDIAN);
        message.putInt(message.capacity()).putInt(1).putInt(request.getInt(4)).putInt(legacy ? OP_REPLY : OP_MSG);
        if (legacy) {
            message.putInt(8).putLong(0).putInt(0).putInt(1);
        } else {
            message.putInt(0).put((byte) 0);
        }
        output.write(message.put(bytes).array());
    }

    private static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void thread(Runnable task) {
        Thread thread = new Thread(task, "stand-in-mongo");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket connection : connections) {
            connection.close();
        }
    }
}
