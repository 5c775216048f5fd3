package org.healthpassport.objects.cloudinary;

import com.cloudinary.Cloudinary;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpStatus;
import org.healthpassport.vault.object.DamagedObject;
import org.healthpassport.vault.object.StoreUnavailable;
import org.jspecify.annotations.Nullable;

/**
 * Reads assets by signed requests to the API's {@code download}, which has no limit of calls and no cache. The delivery
 * servers would be nearer, but may give for an hour what was deleted, and for minutes miss what they missed before.
 */
final class Downloads {
    private static final Map<String, Object> AUTHENTICATED_RAW =
            Map.of("resource_type", "raw", "type", "authenticated");
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes ([0-9]{1,18})-[0-9]{1,18}/([0-9]{1,18}|\\*)");

    private final Cloudinary cloudinary;
    private final Connections connections;

    Downloads(Cloudinary cloudinary, Connections connections) {
        this.cloudinary = cloudinary;
        this.connections = connections;
    }

    /** The first bytes of an asset; empty if there is none. */
    Optional<Download> head(String publicId, int bytes) throws IOException {
        return get(publicId, 0, "bytes=0-%d".formatted(bytes - 1));
    }

    /** The bytes of an asset from a position on; empty if there is none. */
    Optional<Download> from(String publicId, long position) throws IOException {
        return get(publicId, position, "bytes=%d-".formatted(position));
    }

    private Optional<Download> get(String publicId, long position, String range) throws IOException {
        HttpGet request = new HttpGet(signedUrl(publicId));
        request.addHeader(HttpHeaders.RANGE, range);
        ClassicHttpResponse answer = connections.sendAndFollow(request);
        try {
            return switch (answer.getCode()) {
                case HttpStatus.SC_PARTIAL_CONTENT -> Optional.of(partOf(request, answer, position));
                case HttpStatus.SC_OK -> Optional.of(wholeOf(request, answer, position));
                case HttpStatus.SC_NOT_FOUND -> {
                    answer.close();
                    yield Optional.empty();
                }
                case HttpStatus.SC_REQUESTED_RANGE_NOT_SATISFIABLE ->
                    throw new DamagedObject("Expected more of an object, but the store has less of it than there was.");
                default -> throw Answers.failure(answer);
            };
        } catch (IOException | RuntimeException e) {
            request.cancel();
            try (answer) {
                throw e;
            }
        }
    }

    private static Download partOf(HttpGet request, ClassicHttpResponse answer, long position) throws IOException {
        Matcher range = CONTENT_RANGE.matcher(header(answer, HttpHeaders.CONTENT_RANGE, ""));
        if (!range.matches() || Long.parseLong(range.group(1)) != position) {
            throw new IOException("Expected the range that was asked for, but the store gives another one.");
        }
        long assetBytes = range.group(2).equals("*") ? -1 : Long.parseLong(range.group(2));
        return new Download(
                request, answer, content(answer), answer.getEntity().getContentLength(), assetBytes, etag(answer));
    }

    /** An answer of a server that does not know ranges. */
    private static Download wholeOf(HttpGet request, ClassicHttpResponse answer, long position) throws IOException {
        InputStream content = content(answer);
        content.skipNBytes(position);
        long assetBytes = answer.getEntity().getContentLength();
        long left = assetBytes < 0 ? -1 : assetBytes - position;
        return new Download(request, answer, content, left, assetBytes, etag(answer));
    }

    private static InputStream content(ClassicHttpResponse answer) throws IOException {
        if (answer.getEntity() == null) {
            throw new IOException("Expected the bytes of an object, but the answer has none.");
        }
        return answer.getEntity().getContent();
    }

    private static @Nullable String etag(ClassicHttpResponse answer) {
        String etag = header(answer, HttpHeaders.ETAG, "");
        return etag.isEmpty() ? null : etag;
    }

    private static String header(ClassicHttpResponse answer, String name, String otherwise) {
        Header header = answer.getFirstHeader(name);
        return header == null ? otherwise : header.getValue();
    }

    /** Names no format: the public id of a raw file is its whole name. */
    private String signedUrl(String publicId) {
        try {
            return cloudinary.privateDownload(publicId, null, AUTHENTICATED_RAW);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new StoreUnavailable("Expected to sign a request, but the library failed.", e);
        }
    }
}
