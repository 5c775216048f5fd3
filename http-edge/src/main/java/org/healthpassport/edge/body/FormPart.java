package org.healthpassport.edge.body;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.codec.multipart.FilePartEvent;
import org.springframework.http.codec.multipart.FormPartEvent;
import org.springframework.http.codec.multipart.PartEvent;

/** A part of a form that arrives: a field becomes one event, and any other part an event for each piece of it. */
sealed interface FormPart {
    /** Bytes of a field. */
    int LONGEST_FIELD = 256 * 1024;

    /** Begins the part that has these headers; fails with an {@code IllegalArgumentException} if they are malformed. */
    static FormPart of(HttpHeaders headers) {
        String fileName = headers.getContentDisposition().getFilename();
        MediaType type = headers.getContentType();
        boolean isText = type == null || MediaType.TEXT_PLAIN.equalsTypeAndSubtype(type);
        return isText && fileName == null
                ? new Field(headers, charset(type), new ByteArrayOutputStream())
                : new Pieces(headers, fileName != null);
    }

    /** Takes the next bytes of the content. */
    void take(byte[] bytes, int from, int to, List<PartEvent> events);

    /** Takes the last bytes of the content, which may be none. */
    void end(byte[] bytes, int from, int to, List<PartEvent> events);

    private static Charset charset(@Nullable MediaType type) {
        Charset named = type == null ? null : type.getCharset();
        return named == null ? StandardCharsets.UTF_8 : named;
    }

    /** Text that is kept until it is complete. */
    record Field(HttpHeaders headers, Charset charset, ByteArrayOutputStream content) implements FormPart {
        @Override
        public void take(byte[] bytes, int from, int to, List<PartEvent> events) {
            if (content.size() + (to - from) > LONGEST_FIELD) {
                throw new DataBufferLimitException(
                        "Expected at most %d bytes in a field, but there are more.".formatted(LONGEST_FIELD));
            }
            content.write(bytes, from, to - from);
        }

        @Override
        public void end(byte[] bytes, int from, int to, List<PartEvent> events) {
            take(bytes, from, to, events);
            events.add(new FieldEvent(headers, content.toString(charset), charset));
        }
    }

    /** Bytes that are passed on as they arrive. */
    record Pieces(HttpHeaders headers, boolean isFile) implements FormPart {
        @Override
        public void take(byte[] bytes, int from, int to, List<PartEvent> events) {
            events.add(event(bytes, from, to, false));
        }

        @Override
        public void end(byte[] bytes, int from, int to, List<PartEvent> events) {
            events.add(event(bytes, from, to, true));
        }

        private PartEvent event(byte[] bytes, int from, int to, boolean isLast) {
            DataBuffer content = DefaultDataBufferFactory.sharedInstance.wrap(
                    ByteBuffer.wrap(bytes, from, to - from).slice());
            return isFile ? new FileEvent(headers, content, isLast) : new PieceEvent(headers, content, isLast);
        }
    }

    /** A whole field. */
    record FieldEvent(HttpHeaders headers, String value, Charset charset) implements FormPartEvent {
        @Override
        public DataBuffer content() {
            return DefaultDataBufferFactory.sharedInstance.wrap(value.getBytes(charset));
        }

        @Override
        public boolean isLast() {
            return true;
        }

        /** Leaves out the value, as events end up in logs. */
        @Override
        public String toString() {
            return "FieldEvent";
        }
    }

    /** A piece of a file. */
    record FileEvent(HttpHeaders headers, DataBuffer content, boolean isLast) implements FilePartEvent {
        /** Leaves out the headers, as events end up in logs. */
        @Override
        public String toString() {
            return "FileEvent";
        }
    }

    /** A piece of a part that is neither a field nor a file. */
    record PieceEvent(HttpHeaders headers, DataBuffer content, boolean isLast) implements PartEvent {
        /** Leaves out the headers, as events end up in logs. */
        @Override
        public String toString() {
            return "PieceEvent";
        }
    }
}
