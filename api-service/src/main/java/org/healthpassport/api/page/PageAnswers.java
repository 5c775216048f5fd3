package org.healthpassport.api.page;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.healthpassport.aggregates.ListedAggregate;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.aggregates.unreadable.MostlyUnreadable;
import org.healthpassport.aggregates.unreadable.ReadResult;
import org.healthpassport.aggregates.unreadable.Unreadable;
import org.healthpassport.aggregates.unreadable.UnreadableAlarm;
import org.healthpassport.edge.url.NextLink;
import org.healthpassport.edge.url.PublicUrl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Answers with pages; {@code Link} holds the address of the next one (RFC 8288). */
@Component
public final class PageAnswers {
    private final PublicUrl publicUrl;
    private final UnreadableAlarm alarm;

    PageAnswers(PublicUrl publicUrl, UnreadableAlarm alarm) {
        this.publicUrl = publicUrl;
        this.alarm = alarm;
    }

    /**
     * A page of aggregates, of which one more than the limit is read, to know whether more follow. An unreadable one
     * keeps its place.
     *
     * @return fails with {@link MostlyUnreadable} if more than a few cannot be read
     */
    public <S, T> Mono<Page<T>> page(
            Flux<ListedAggregate<S>> aggregates,
            PageRequest request,
            Function<? super Snapshot<S>, ? extends T> item,
            Function<? super Unreadable, ? extends T> unreadable) {
        return read(aggregates, request).map(page -> page.map(found -> found.fold(item, unreadable)));
    }

    /**
     * The same for items that need something of others, such as names.
     *
     * @param lookUp gets it for all readable aggregates of the page at once
     */
    public <S, N, T> Mono<Page<T>> page(
            Flux<ListedAggregate<S>> aggregates,
            PageRequest request,
            Function<List<Snapshot<S>>, Mono<N>> lookUp,
            BiFunction<? super Snapshot<S>, N, ? extends T> item,
            Function<? super Unreadable, ? extends T> unreadable) {
        return read(aggregates, request)
                .flatMap(page -> lookUp.apply(readable(page))
                        .map(found -> page.map(one -> one.fold(snapshot -> item.apply(snapshot, found), unreadable))));
    }

    private <S> Mono<Page<ReadResult<Snapshot<S>>>> read(Flux<ListedAggregate<S>> aggregates, PageRequest request) {
        return aggregates
                .take(request.limit() + 1L)
                .collectList()
                .map(oneMore -> Page.of(oneMore, request, ListedAggregate::position, ListedAggregate::aggregate))
                .doOnNext(page -> alarm.requireFew(page.items()));
    }

    private static <S> List<Snapshot<S>> readable(Page<ReadResult<Snapshot<S>>> page) {
        return page.items().stream().flatMap(one -> one.ifReadable().stream()).toList();
    }

    /** Answers 200 with the requested page. */
    public <T> ResponseEntity<Page<T>> answer(ServerHttpRequest request, Page<T> page) {
        ResponseEntity.BodyBuilder answer = ResponseEntity.ok();
        if (page.nextCursor() != null) {
            String list = publicUrl.of(request.getPath().value()).toString();
            answer.header(HttpHeaders.LINK, NextLink.of(list, request.getURI().getRawQuery(), page.nextCursor()));
        }
        return answer.body(page);
    }
}
