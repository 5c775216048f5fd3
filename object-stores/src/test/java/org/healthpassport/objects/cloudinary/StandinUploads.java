package org.healthpassport.objects.cloudinary;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cloudinary.json.JSONObject;
import org.healthpassport.objects.cloudinary.StandinAssets.Key;

/** The stand-in's {@code upload}, whole or in parts, and {@code destroy}. */
final class StandinUploads {
    private static final Pattern BOUNDARY = Pattern.compile("boundary=\"?([^\";]+)\"?");
    private static final Pattern NAME = Pattern.compile("(?i)content-disposition:[^\r\n]*[ ;]name=\"([^\"]*)\"");
    private static final Pattern RANGE = Pattern.compile("bytes ([0-9]+)-([0-9]+)/(-1|[0-9]+)");
    private static final int SMALLEST_PART = 5 * 1024 * 1024;

    private final StandinAssets assets;
    private final StandinRules rules;
    private final Map<String, ByteArrayOutputStream> begun = new ConcurrentHashMap<>();

    StandinUploads(StandinAssets assets, StandinRules rules) {
        this.assets = assets;
        this.rules = rules;
    }

    /**
     * Looks for an earlier asset first and writes last. Uploads of one public id that overlap may both see none, as Cloudinary
     * promises nothing about them.
     */
    void upload(HttpExchange exchange, String resourceType) throws IOException {
        Map<String, String> form = form(exchange);
        rules.requireSigned(form);
        Key key = new Key(resourceType, form.getOrDefault("type", "upload"), form.getOrDefault("public_id", "random"));
        byte[] earlier = "false".equals(form.get("overwrite")) ? assets.get(key) : null;
        if (earlier != null) {
            StandinRefusal.send(exchange, 200, assets.describe(key, earlier).put("existing", true));
            return;
        }
        byte[] file = form.getOrDefault("file", "").getBytes(StandardCharsets.ISO_8859_1);
        if (file.length == 0) {
            throw new StandinRefusal(400, "Empty file");
        }
        String uploadId = exchange.getRequestHeaders().getFirst("X-Unique-Upload-Id");
        byte[] content = uploadId == null
                ? file
                : withEarlierParts(uploadId, exchange.getRequestHeaders().getFirst("Content-Range"), file);
        if (content.length == 0) {
            StandinRefusal.send(exchange, 200, new JSONObject(Map.of("done", false, "public_id", key.publicId())));
            return;
        }
        rules.requireSize(content.length);
        assets.put(key, content);
        JSONObject answer = assets.describe(key, content);
        StandinRefusal.send(exchange, 200, uploadId == null ? answer : answer.put("done", true));
    }

    void destroy(HttpExchange exchange, String resourceType) throws IOException {
        Map<String, String> form = form(exchange);
        rules.requireSigned(form);
        if ("true".equals(form.get("invalidate"))) {
            rules.invalidations.incrementAndGet();
        }
        boolean deleted = assets.delete(
                new Key(resourceType, form.getOrDefault("type", "upload"), form.getOrDefault("public_id", "")));
        StandinRefusal.send(exchange, 200, new JSONObject(Map.of("result", deleted ? "ok" : "not found")));
    }

    /** The whole content with the last part; empty before. */
    private byte[] withEarlierParts(String uploadId, String header, byte[] file) {
        Matcher range = RANGE.matcher(String.valueOf(header));
        if (!range.matches()) {
            throw new StandinRefusal(400, "Invalid Content-Range");
        }
        long from = Long.parseLong(range.group(1));
        long end = Long.parseLong(range.group(2)) + 1;
        long total = Long.parseLong(range.group(3));
        rules.requireSize(total);
        ByteArrayOutputStream parts = begun.computeIfAbsent(uploadId, id -> new ByteArrayOutputStream());
        if (parts.size() != from || end - from != file.length) {
            throw new StandinRefusal(400, "Content-Range and the parts so far do not fit");
        }
        if (end != total && file.length <= SMALLEST_PART) {
            throw new StandinRefusal(400, "All parts except EOF-chunk must be larger than 5mb");
        }
        parts.writeBytes(file);
        if (end != total) {
            return new byte[0];
        }
        begun.remove(uploadId);
        return parts.toByteArray();
    }

    /** The fields of a complete form, one character a byte where they are binary. */
    private static Map<String, String> form(HttpExchange exchange) throws IOException {
        byte[] bytes = exchange.getRequestBody().readAllBytes();
        String length = exchange.getRequestHeaders().getFirst("Content-Length");
        Matcher boundary =
                BOUNDARY.matcher(String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type")));
        if (!boundary.find() || (length != null && Long.parseLong(length) != bytes.length)) {
            throw new StandinRefusal(400, "Expected a complete multipart form");
        }
        String body = "\r\n" + new String(bytes, StandardCharsets.ISO_8859_1);
        String delimiter = "\r\n--" + boundary.group(1);
        Map<String, String> fields = new HashMap<>();
        int at = body.indexOf(delimiter) + delimiter.length();
        while (!body.startsWith("--", at)) {
            int next = body.indexOf(delimiter, at);
            int content = body.indexOf("\r\n\r\n", at) + 4;
            Matcher name = NAME.matcher(body.substring(at, Math.max(at, content)));
            if (next < content || content < 4 || !name.find()) {
                throw new StandinRefusal(400, "Expected a complete multipart form");
            }
            fields.put(name.group(1), body.substring(content, next));
            at = next + delimiter.length();
        }
        return fields;
    }
}
