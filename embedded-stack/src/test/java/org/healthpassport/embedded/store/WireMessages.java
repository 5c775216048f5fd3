package org.healthpassport.embedded.store;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.bson.BsonBinaryWriter;
import org.bson.BsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.codecs.EncoderContext;
import org.bson.io.BasicOutputBuffer;
import org.healthpassport.embedded.LoopbackPort;

/** A connection that sends messages of MongoDB's protocol which no driver sends any more. */
final class WireMessages implements AutoCloseable {
    static final int UPDATE = 2001;
    static final int INSERT = 2002;
    static final int QUERY = 2004;
    static final int GET_MORE = 2005;
    static final int DELETE = 2006;
    static final int KILL_CURSORS = 2007;
    static final int COMMAND = 2010;
    static final int COMPRESSED = 2012;
    static final int MESSAGE = 2013;

    private static final int HEADER_BYTES = 16;
    private static final int PATIENCE_MILLIS = 30_000;

    private final Socket socket;

    WireMessages(int port) throws IOException {
        socket = new Socket(LoopbackPort.HOST, port);
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    /** Sends a message whose body consists of these numbers, strings and documents. */
    void send(int opCode, Object... parts) throws IOException {
        byte[] body = body(parts);
        ByteBuffer message = ByteBuffer.allocate(HEADER_BYTES + body.length).order(ByteOrder.LITTLE_ENDIAN);
        message.putInt(message.capacity()).putInt(1).putInt(0).putInt(opCode).put(body);
        socket.getOutputStream().write(message.array());
    }

    /** A command of the current protocol. */
    void command(String json) throws IOException {
        send(MESSAGE, 0, (byte) 0, BsonDocument.parse(json));
    }

    /** The bytes of the next answer as text; empty if the server has closed the connection instead. */
    String answer() throws IOException {
        InputStream in = socket.getInputStream();
        try {
            byte[] length = in.readNBytes(Integer.BYTES);
            if (length.length < Integer.BYTES) {
                return "";
            }
            int bytes = ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getInt() - Integer.BYTES;
            return new String(in.readNBytes(bytes), StandardCharsets.ISO_8859_1);
        } catch (SocketException closed) {
            return "";
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private static byte[] body(Object... parts) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (Object part : parts) {
            if (part instanceof Byte kind) {
                body.write(kind);
            } else if (part instanceof Integer number) {
                body.write(number(Integer.BYTES).putInt(number).array());
            } else if (part instanceof Long number) {
                body.write(number(Long.BYTES).putLong(number).array());
            } else if (part instanceof String name) {
                body.write(name.getBytes(StandardCharsets.UTF_8));
                body.write(0);
            } else {
                body.write(bson((BsonDocument) part));
            }
        }
        return body.toByteArray();
    }

    private static ByteBuffer number(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] bson(BsonDocument document) {
        try (BasicOutputBuffer buffer = new BasicOutputBuffer();
                BsonBinaryWriter writer = new BsonBinaryWriter(buffer)) {
            new BsonDocumentCodec()
                    .encode(writer, document, EncoderContext.builder().build());
            return buffer.toByteArray();
        }
    }
}
