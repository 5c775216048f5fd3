package org.healthpassport.edge.condition;

import java.util.List;
import org.healthpassport.edge.problem.Problem;
import org.healthpassport.edge.problem.ProblemType;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import reactor.core.publisher.Mono;

/**
 * An answer to a read, which becomes 412 or 304 if the conditions of the request say so (RFC 9110, 13.2.2). Conditions
 * count only where the answer would be a success without them (13.2.1).
 */
final class ConditionalAnswer extends ServerHttpResponseDecorator {
    private static final long NO_TIME = -1;

    private static final List<String> OF_CONTENT = List.of(
            HttpHeaders.CONTENT_TYPE,
            HttpHeaders.CONTENT_LENGTH,
            HttpHeaders.CONTENT_RANGE,
            HttpHeaders.CONTENT_DISPOSITION,
            HttpHeaders.CONTENT_LANGUAGE,
            HttpHeaders.CONTENT_ENCODING);

    private final @Nullable EntityTags ifMatch;
    private final @Nullable EntityTags ifNoneMatch;
    private final long unmodifiedSince;

    ConditionalAnswer(ServerHttpResponse answer, HttpHeaders request) {
        super(answer);
        this.ifMatch = tags(request, HttpHeaders.IF_MATCH);
        this.ifNoneMatch = tags(request, HttpHeaders.IF_NONE_MATCH);
        this.unmodifiedSince = ifMatch == null ? time(request) : NO_TIME;
    }

    @Override
    public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
        return Mono.defer(() -> {
            if (isStale()) {
                return discard(body).then(stale());
            }
            if (isKnown()) {
                return discard(body).then(notModified());
            }
            return super.writeWith(body);
        });
    }

    @Override
    public Mono<Void> setComplete() {
        return Mono.defer(() -> {
            if (isStale() || isRefusedBySpring()) {
                return stale();
            }
            return isKnown() ? notModified() : super.setComplete();
        });
    }

    private boolean isStale() {
        String tag = getHeaders().getETag();
        boolean another = ifMatch != null && tag != null && !ifMatch.matchStrongly(tag);
        return isSuccess() && (another || isModified());
    }

    /** Spring looks at {@code If-Unmodified-Since} by itself, and answers without a body. */
    private boolean isRefusedBySpring() {
        return HttpStatus.PRECONDITION_FAILED.equals(getStatusCode());
    }

    /** As far as it says when it was changed (13.1.4). */
    private boolean isModified() {
        long changed = getHeaders().getLastModified();
        return unmodifiedSince != NO_TIME && changed != NO_TIME && changed > unmodifiedSince;
    }

    private boolean isKnown() {
        String tag = getHeaders().getETag();
        return isSuccess()
                && ifNoneMatch != null
                && (ifNoneMatch.any() || (tag != null && ifNoneMatch.matchWeakly(tag)));
    }

    /** Spring answers 304 by itself, without a look at {@code If-Match}. */
    private boolean isSuccess() {
        HttpStatusCode status = getStatusCode();
        return status == null || status.is2xxSuccessful() || status.isSameCodeAs(HttpStatus.NOT_MODIFIED);
    }

    private Mono<Void> stale() {
        OF_CONTENT.forEach(getHeaders()::remove);
        getHeaders().remove(HttpHeaders.ETAG);
        return Mono.error(Problem.of(
                        ProblemType.STALE_VERSION,
                        "What is there is not what the If-Match or If-Unmodified-Since header asks for.")
                .asException());
    }

    private Mono<Void> notModified() {
        OF_CONTENT.forEach(getHeaders()::remove);
        setStatusCode(HttpStatus.NOT_MODIFIED);
        return super.setComplete();
    }

    /** A single buffer exists already; several would be read only now. */
    private static Mono<Void> discard(Publisher<? extends DataBuffer> body) {
        return body instanceof Mono<? extends DataBuffer> single
                ? single.doOnNext(DataBufferUtils::release).then()
                : Mono.empty();
    }

    /** A header that is no date is ignored. */
    private static long time(HttpHeaders request) {
        try {
            return request.getIfUnmodifiedSince();
        } catch (IllegalArgumentException noDate) {
            return NO_TIME;
        }
    }

    private static @Nullable EntityTags tags(HttpHeaders request, String name) {
        String header = IfMatch.joined(request, name);
        return header == null ? null : EntityTags.of(header);
    }
}
