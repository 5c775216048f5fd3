package org.healthpassport.objects.s3;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.healthpassport.objects.kind.StoreEnvironment;
import org.healthpassport.objects.kind.StoreUrl;
import org.jspecify.annotations.Nullable;

/**
 * The bucket, and where it lies.
 *
 * @param endpoint null for AWS
 * @param region the one that requests are signed for
 * @param pathStyle true if the bucket stands in the path of a request, false if in its host name
 * @param maxObjectBytes the size of the largest object that the store takes
 */
record S3Settings(String bucket, @Nullable URI endpoint, String region, boolean pathStyle, long maxObjectBytes) {
    /** The region that MinIO and others take for their own. */
    private static final String USUAL_REGION = "us-east-1";

    private static final Set<String> PARAMETERS = Set.of("endpoint", "region", "pathStyle", "maxBytes");
    private static final Pattern BUCKET = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{1,61}[A-Za-z0-9]");
    private static final Pattern REGION = Pattern.compile("[a-z0-9-]{1,40}");
    private static final Pattern BYTES = Pattern.compile("[1-9][0-9]{0,17}");

    /** @throws IllegalArgumentException when the URL cannot be used; the message holds no part of it */
    static S3Settings of(StoreUrl url, StoreEnvironment environment) {
        url.requireNoParametersBut(PARAMETERS);
        String bucket = url.bucket();
        if (!BUCKET.matcher(bucket).matches()) {
            throw url.wrong("to name a bucket of 3 to 63 letters, digits, '.', '-' and '_'");
        }
        URI endpoint = endpoint(url);
        return new S3Settings(
                bucket, endpoint, region(url, environment, endpoint), pathStyle(url, endpoint), maxObjectBytes(url));
    }

    /** {@code s3:<bucket>}, followed by {@code @<host>[:<port>]} where the bucket is not with AWS. */
    String label() {
        if (endpoint == null) {
            return "s3:" + bucket;
        }
        String host = endpoint.getHost().replace("[", "").replace("]", "");
        return "s3:" + bucket + "@" + host + (endpoint.getPort() < 0 ? "" : ":" + endpoint.getPort());
    }

    private static @Nullable URI endpoint(StoreUrl url) {
        String text = url.parameter("endpoint");
        if (text == null) {
            return null;
        }
        try {
            URI endpoint = new URI(text);
            if (Set.of("http", "https").contains(Objects.requireNonNullElse(endpoint.getScheme(), ""))
                    && endpoint.getHost() != null
                    && endpoint.getUserInfo() == null
                    && endpoint.getQuery() == null
                    && endpoint.getFragment() == null) {
                return endpoint;
            }
        } catch (URISyntaxException e) {
            // Its message repeats the URL.
        }
        throw url.wrong("to have an endpoint such as https://storage.example.org");
    }

    private static String region(StoreUrl url, StoreEnvironment environment, @Nullable URI endpoint) {
        String region = url.parameter("region");
        if (region == null) {
            region = environment.get("AWS_REGION");
        }
        if (region == null && endpoint != null) {
            region = USUAL_REGION;
        }
        if (region == null || !REGION.matcher(region).matches()) {
            throw url.wrong("to name the region of the bucket, such as region=eu-central-1");
        }
        return region;
    }

    /** Few stores but AWS have a host name for each bucket. */
    private static boolean pathStyle(StoreUrl url, @Nullable URI endpoint) {
        String text = url.parameter("pathStyle");
        if (text == null) {
            return endpoint != null;
        }
        if (!text.equals("true") && !text.equals("false")) {
            throw url.wrong("to have pathStyle=true or pathStyle=false");
        }
        return text.equals("true");
    }

    private static long maxObjectBytes(StoreUrl url) {
        String text = url.parameter("maxBytes");
        if (text == null) {
            return S3Uploads.MAX_BYTES;
        }
        if (!BYTES.matcher(text).matches()) {
            throw url.wrong("to have a number of bytes as maxBytes");
        }
        return Math.min(Long.parseLong(text), S3Uploads.MAX_BYTES);
    }
}
