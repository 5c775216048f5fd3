package org.healthpassport.objects.cloudinary;

import com.cloudinary.Api;
import com.cloudinary.http5.api.Response;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Queue;
import org.apache.hc.core5.http.Header;
import org.healthpassport.objects.remote.StoreStatus;
import org.healthpassport.vault.object.ListedObject;
import org.healthpassport.vault.object.ObjectName;
import org.healthpassport.vault.object.StoreUnavailable;
import org.jspecify.annotations.Nullable;

/** Lists assets by the Admin API, page by page, and leaves a tenth of its hourly calls to others. */
final class Listing implements Iterator<ListedObject> {
    private static final int PAGE = 500;
    private static final int SHARE_OF_OTHERS = 10;

    private final Api api;
    private final String folder;
    private final String prefix;
    private final Queue<ListedObject> page = new ArrayDeque<>();
    private @Nullable String cursor;
    private boolean begun;
    private boolean exhausted;

    /** @param folder the beginning of the public ids that is no part of the names; empty or ending with a slash */
    Listing(Api api, String folder, String prefix) {
        this.api = api;
        this.folder = folder;
        this.prefix = prefix;
    }

    @Override
    public boolean hasNext() {
        while (page.isEmpty() && (!begun || cursor != null)) {
            fetch();
        }
        return !page.isEmpty();
    }

    @Override
    public ListedObject next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return page.remove();
    }

    private void fetch() {
        if (exhausted) {
            throw new StoreUnavailable(
                    "Expected to list all objects, but only a tenth of the hourly calls of the Admin API is left; try again in an hour.",
                    null);
        }
        Map<String, Object> options = new HashMap<>(Map.of("resource_type", "raw", "type", "authenticated"));
        options.put("max_results", PAGE);
        if (!(folder + prefix).isEmpty()) {
            options.put("prefix", folder + prefix);
        }
        if (cursor != null) {
            options.put("next_cursor", cursor);
        }
        Response answer = answerTo(options);
        begun = true;
        cursor = answer.get("next_cursor") instanceof String next ? next : null;
        exhausted = number(answer, "X-FeatureRateLimit-Remaining", Long.MAX_VALUE)
                <= number(answer, "X-FeatureRateLimit-Limit", 0) / SHARE_OF_OTHERS;
        if (answer.get("resources") instanceof List<?> resources) {
            resources.forEach(this::add);
        }
    }

    private Response answerTo(Map<String, Object> options) {
        try {
            return (Response) api.resources(options);
        } catch (IOException e) {
            throw StoreStatus.unreachable(e);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new StoreUnavailable("Expected a list of objects, but the library failed.", e);
        }
    }

    /** An environment may hold assets of others, whose public ids are no names of ours. */
    private void add(Object resource) {
        if (resource instanceof Map<?, ?> asset
                && asset.get("public_id") instanceof String publicId
                && asset.get("created_at") instanceof String createdAt
                && publicId.startsWith(folder + prefix)
                && isName(publicId.substring(folder.length()))) {
            page.add(new ListedObject(
                    publicId.substring(folder.length()),
                    OffsetDateTime.parse(createdAt).toInstant()));
        }
    }

    private static boolean isName(String text) {
        try {
            ObjectName.requireValid(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static long number(Response answer, String header, long otherwise) {
        Header value = answer.getRawHttpResponse().getFirstHeader(header);
        return value == null || !value.getValue().matches("[0-9]{1,18}") ? otherwise : Long.parseLong(value.getValue());
    }
}
