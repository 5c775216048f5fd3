package org.healthpassport.objects.cloudinary;

import com.cloudinary.utils.ObjectUtils;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpStatus;
import org.cloudinary.json.JSONException;
import org.cloudinary.json.JSONObject;
import org.healthpassport.objects.remote.StoreStatus;
import org.healthpassport.vault.object.ObjectStoreFailure;
import org.healthpassport.vault.object.StoreRefused;
import org.healthpassport.vault.object.StoreUnavailable;

/** Reads the answers of Cloudinary's API. Its own messages repeat public ids and parameters, so ours never do. */
final class Answers {
    /** Cloudinary's own status for a used-up limit of calls. */
    private static final int LIMIT_REACHED = 420;

    /** 500 listed assets are a quarter of a megabyte. */
    private static final int LONGEST_JSON = 16 * 1024 * 1024;

    private static final int LONGEST_ERROR = 8 * 1024;

    private Answers() {}

    /** The JSON of an answer with status 200. */
    @SuppressWarnings("unchecked")
    static Map<String, Object> json(ClassicHttpResponse answer) throws IOException {
        if (answer.getCode() != HttpStatus.SC_OK) {
            throw failure(answer);
        }
        try {
            return ObjectUtils.toMap(new JSONObject(text(answer, LONGEST_JSON)));
        } catch (JSONException e) {
            throw new StoreUnavailable("Expected JSON of the object store, but its answer is something else.", null);
        }
    }

    /** The failure that an answer stands for; 404 is the caller's matter where it may mean that there is no such object. */
    static ObjectStoreFailure failure(ClassicHttpResponse answer) throws IOException {
        int status = answer.getCode();
        if (status == LIMIT_REACHED) {
            return new StoreUnavailable(
                    "Expected the object store to work, but the hourly limit of calls of its Admin API is used up.",
                    null);
        }
        if (status == HttpStatus.SC_BAD_REQUEST && text(answer, LONGEST_ERROR).contains("Stale request")) {
            return new StoreRefused(
                    "Expected the object store to accept this service, but the clocks of both differ by more than an hour; set the clock of this machine.",
                    null);
        }
        return StoreStatus.failure(status, null);
    }

    private static String text(ClassicHttpResponse answer, int atMost) throws IOException {
        HttpEntity entity = answer.getEntity();
        if (entity == null) {
            return "";
        }
        try (InputStream body = entity.getContent()) {
            return new String(body.readNBytes(atMost), StandardCharsets.UTF_8);
        }
    }
}
