package org.healthpassport.edge.body;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.core.codec.DecodingException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ReactiveHttpInputMessage;
import org.springframework.http.codec.HttpMessageReader;
import org.springframework.http.codec.multipart.PartEvent;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Reads forms as a stream of the events of their parts. Spring's own reader looks for the boundary byte by byte with a
 * boxed number for each, which was the largest cost of an upload.
 *
 * <p>The bytes are copied out of the network's pooled memory before anything else happens to them: forms are refused on
 * other threads than the one that parses them, and nobody releases events that are queued by then. Lost copies cost
 * nothing; lost pooled memory would leak.
 */
final class FormReader implements HttpMessageReader<PartEvent> {
    private static final int ONE_BUFFER_AHEAD = 1;

    @Override
    public List<MediaType> getReadableMediaTypes() {
        return List.of(MediaType.MULTIPART_FORM_DATA);
    }

    @Override
    public boolean canRead(ResolvableType elementType, @Nullable MediaType mediaType) {
        return PartEvent.class.equals(elementType.toClass())
                && (mediaType == null || MediaType.MULTIPART_FORM_DATA.isCompatibleWith(mediaType));
    }

    @Override
    public Flux<PartEvent> read(
            ResolvableType elementType, ReactiveHttpInputMessage message, Map<String, Object> hints) {
        return Flux.defer(() -> {
            FormParser form = new FormParser(boundary(message.getHeaders()));
            return message.getBody()
                    .map(BodyBytes::take)
                    .map(form::take)
                    .takeUntil(events -> form.isComplete())
                    .concatWith(Mono.fromRunnable(form::requireComplete))
                    .concatMapIterable(Function.identity(), ONE_BUFFER_AHEAD);
        });
    }

    @Override
    public Mono<PartEvent> readMono(
            ResolvableType elementType, ReactiveHttpInputMessage message, Map<String, Object> hints) {
        return Mono.error(
                new UnsupportedOperationException("Expected to read a form as a stream, but not as one event."));
    }

    private static String boundary(HttpHeaders headers) {
        MediaType type = headers.getContentType();
        String boundary = type == null ? null : type.getParameter("boundary");
        if (boundary == null) {
            throw new DecodingException("Expected a form with a boundary in its Content-Type, but there is none.");
        }
        boolean isQuoted = boundary.length() > 2 && boundary.startsWith("\"") && boundary.endsWith("\"");
        return isQuoted ? boundary.substring(1, boundary.length() - 1) : boundary;
    }
}
