package org.healthpassport.api.document;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.springframework.http.MediaType;

/** The body of an upload (RFC 7578), written by hand so that it can be wrong. */
public final class Form {
    public static final MediaType TYPE = MediaType.parseMediaType("multipart/form-data; boundary=edge");

    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    /** A whole form around these bytes. */
    public static byte[] of(byte[] file) {
        return new Form().field("type", "LAB_REPORT").file("report.pdf", file).end();
    }

    public Form field(String name, String value) {
        return part("form-data; name=\"" + name + "\"", value.getBytes(StandardCharsets.UTF_8));
    }

    public Form file(String fileName, byte[] content) {
        return part("form-data; name=\"file\"; filename=\"" + fileName + "\"", content);
    }

    Form part(String contentDisposition, byte[] content) {
        begin(contentDisposition);
        body.writeBytes(content);
        return text("\r\n");
    }

    /** The form up to where the content of that part begins. */
    byte[] upTo(String contentDisposition) {
        begin(contentDisposition);
        return body.toByteArray();
    }

    public byte[] end() {
        return text("--edge--\r\n").unended();
    }

    byte[] unended() {
        return body.toByteArray();
    }

    private void begin(String contentDisposition) {
        text("--edge\r\nContent-Disposition: " + contentDisposition + "\r\n\r\n");
    }

    private Form text(String text) {
        body.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        return this;
    }
}
