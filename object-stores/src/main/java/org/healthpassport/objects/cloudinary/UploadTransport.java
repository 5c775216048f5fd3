package org.healthpassport.objects.cloudinary;

import com.cloudinary.ProgressCallback;
import com.cloudinary.strategies.AbstractUploaderStrategy;
import java.io.IOException;
import java.util.Map;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.entity.mime.HttpMultipartMode;
import org.apache.hc.client5.http.entity.mime.InputStreamBody;
import org.apache.hc.client5.http.entity.mime.MultipartEntityBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpStatus;
import org.healthpassport.vault.object.StoreRefused;
import org.jspecify.annotations.Nullable;

/**
 * Carries the calls of Cloudinary's {@code Uploader}. The library's own transport holds a whole part in memory, loses the
 * status of a failure, repeats an upload after as long as an answer says, and cannot be closed.
 */
final class UploadTransport extends AbstractUploaderStrategy {
    /** The option of the library that holds further headers. */
    static final String HEADERS = "extra_headers";

    private final Connections connections;

    UploadTransport(Connections connections) {
        this.connections = connections;
    }

    @Override
    @SuppressWarnings({"rawtypes", "unchecked"})
    public Map callApi(
            String action,
            Map<String, Object> parameters,
            Map options,
            @Nullable Object file,
            @Nullable ProgressCallback progress)
            throws IOException {
        uploader.signRequestParams(parameters, options);
        HttpPost request = new HttpPost(buildUploadUrl(action, options));
        MultipartEntityBuilder form = MultipartEntityBuilder.create().setMode(HttpMultipartMode.LEGACY);
        parameters.forEach((name, value) -> form.addTextBody(name, value.toString(), ContentType.TEXT_PLAIN));
        if (file instanceof Part part) {
            form.addPart(
                    "file",
                    new InputStreamBody(part, ContentType.APPLICATION_OCTET_STREAM, "object", part.sizeBytes()));
        }
        request.setEntity(form.build());
        ((Map<String, String>) options.getOrDefault(HEADERS, Map.of())).forEach(request::addHeader);
        try (ClassicHttpResponse answer = connections.sendBytes(request)) {
            if (answer.getCode() == HttpStatus.SC_NOT_FOUND) {
                throw new StoreRefused(
                        "Expected the object store to know the environment that its URL names, but it answered 404.",
                        null);
            }
            return Answers.json(answer);
        }
    }
}
