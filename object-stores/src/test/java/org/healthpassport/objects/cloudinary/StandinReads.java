package org.healthpassport.objects.cloudinary;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cloudinary.json.JSONArray;
import org.cloudinary.json.JSONObject;
import org.healthpassport.objects.cloudinary.StandinAssets.Key;

/** The stand-in's {@code download}, and the Admin API's list of assets and single asset. */
final class StandinReads {
    private static final Pattern RANGE = Pattern.compile("bytes=([0-9]+)-([0-9]*)");

    private final StandinAssets assets;
    private final StandinRules rules;

    StandinReads(StandinAssets assets, StandinRules rules) {
        this.assets = assets;
        this.rules = rules;
    }

    void download(HttpExchange exchange, String resourceType) throws IOException {
        Map<String, String> query = query(exchange);
        boolean redirected = query.remove("redirected") != null;
        rules.requireSigned(query);
        if (rules.redirects && !redirected) {
            redirect(exchange);
            return;
        }
        Key key = new Key(resourceType, query.getOrDefault("type", "upload"), query.getOrDefault("public_id", ""));
        byte[] content = assets.get(key);
        if (content == null) {
            throw new StandinRefusal(404, "Resource not found - " + key.publicId());
        }
        exchange.getResponseHeaders().set("Content-Type", "application/octet-stream");
        if (rules.etags) {
            exchange.getResponseHeaders().set("ETag", "\"" + StandinRules.hex("MD5", content) + "\"");
        }
        Matcher range =
                RANGE.matcher(String.valueOf(exchange.getRequestHeaders().getFirst("Range")));
        if (!rules.ranges || !range.matches()) {
            send(exchange, 200, content, 0, content.length);
            return;
        }
        long from = Long.parseLong(range.group(1));
        if (from >= content.length) {
            exchange.getResponseHeaders().set("Content-Range", "bytes */" + content.length);
            throw new StandinRefusal(416, "Range not satisfiable");
        }
        long end = range.group(2).isEmpty()
                ? content.length
                : Math.min(Long.parseLong(range.group(2)) + 1, content.length);
        exchange.getResponseHeaders().set("Content-Range", "bytes %d-%d/%d".formatted(from, end - 1, content.length));
        send(exchange, 206, content, (int) from, (int) end);
    }

    /** @param path "", "v1_1", cloud, "resources", resource type, type, and for a single asset its public id */
    void resources(HttpExchange exchange, String[] path) throws IOException {
        rules.requireAdmin(exchange);
        if (rules.redirects) {
            redirect(exchange);
            return;
        }
        if (path.length == 7) {
            Key key = new Key(path[4], path[5], URLDecoder.decode(path[6], StandardCharsets.UTF_8));
            byte[] content = assets.get(key);
            if (content == null) {
                throw new StandinRefusal(404, "Resource not found - " + key.publicId());
            }
            StandinRefusal.send(exchange, 200, assets.describe(key, content));
            return;
        }
        Map<String, String> query = query(exchange);
        int wanted = Math.min(rules.largestPage, Integer.parseInt(query.getOrDefault("max_results", "10")));
        List<Key> keys = assets.list(path[4], path[5], query.getOrDefault("prefix", "")).stream()
                .filter(key -> key.publicId().compareTo(query.getOrDefault("next_cursor", "")) > 0)
                .toList();
        JSONArray page = new JSONArray();
        for (Key key : keys.subList(0, Math.min(wanted, keys.size()))) {
            byte[] content = assets.get(key);
            if (content != null) {
                page.put(assets.describe(key, content));
            }
        }
        JSONObject answer = new JSONObject().put("resources", page);
        StandinRefusal.send(
                exchange,
                200,
                keys.size() > wanted
                        ? answer.put("next_cursor", keys.get(wanted - 1).publicId())
                        : answer);
    }

    private static void redirect(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Location", exchange.getRequestURI() + "&redirected=1");
        exchange.sendResponseHeaders(302, -1);
    }

    private void send(HttpExchange exchange, int status, byte[] content, int from, int end) throws IOException {
        exchange.sendResponseHeaders(status, rules.lengths ? end - from : 0);
        exchange.getResponseBody().write(content, from, end - from);
    }

    private static Map<String, String> query(HttpExchange exchange) {
        Map<String, String> query = new HashMap<>();
        String raw = exchange.getRequestURI().getRawQuery();
        for (String pair : raw == null ? new String[0] : raw.split("&")) {
            int equals = pair.indexOf('=');
            query.put(
                    URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
                    URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return query;
    }
}
