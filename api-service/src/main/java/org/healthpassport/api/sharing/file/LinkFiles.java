package org.healthpassport.api.sharing.file;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.aggregates.id.Ids;
import org.healthpassport.aggregates.secret.SealedTokens;
import org.healthpassport.aggregates.unreadable.CannotBeRead;
import org.healthpassport.aggregates.unreadable.ReadResult;
import org.healthpassport.aggregates.unreadable.UnreadableAlarm;
import org.healthpassport.api.access.decision.Grant;
import org.healthpassport.api.document.content.DocumentSharing;
import org.healthpassport.api.sharing.LinkTexts;
import org.healthpassport.api.sharing.QrCodeState;
import org.healthpassport.api.sharing.Recipient;
import org.healthpassport.api.sharing.SharedContent;
import org.healthpassport.api.sharing.fhir.ChosenRecords;
import org.healthpassport.api.sharing.fhir.DocumentReferences;
import org.healthpassport.api.sharing.fhir.LinkResource;
import org.healthpassport.api.sharing.fhir.MissingEntries;
import org.healthpassport.api.sharing.fhir.PatientSummaries;
import org.healthpassport.edge.limit.SlotClaim;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The files of a link: the content that its patient chose, in its current state. Deleted records and documents are
 * absent.
 */
@Component
public final class LinkFiles {
    private static final Duration TOKEN_LIFE = Duration.ofHours(1);
    private static final int LOOKED_UP_AT_ONCE = 8;

    private final PatientSummaries summary;
    private final ChosenRecords records;
    private final DocumentSharing documents;
    private final LinkTexts texts;
    private final SealedTokens<FileToken> tokens;
    private final FileEncryption sealing;
    private final UnreadableAlarm alarm;
    private final Ids ids;
    private final Clock clock;

    LinkFiles(
            PatientSummaries summary,
            ChosenRecords records,
            DocumentSharing documents,
            LinkTexts texts,
            SealedTokens<FileToken> tokens,
            FileEncryption sealing,
            UnreadableAlarm alarm,
            Ids ids,
            Clock clock) {
        this.summary = summary;
        this.records = records;
        this.documents = documents;
        this.texts = texts;
        this.tokens = tokens;
        this.sealing = sealing;
        this.alarm = alarm;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * All FHIR files, encrypted: the summary, one Bundle of records, and one description of each document; fails if too
     * many requests wait for their files, or if more than a few entries cannot be read.
     */
    public Mono<List<LinkFile>> all(Grant grant, Snapshot<QrCodeState> qrCode, Recipient recipient, SlotClaim claim) {
        SharedContent content = qrCode.state().content();
        Instant until =
                earlier(clock.instant().plus(TOKEN_LIFE), qrCode.state().link().expiresAt());
        Stream<FileToken> bundles = Stream.of(
                        content.summary() ? FileToken.Kind.SUMMARY : null,
                        content.records().isEmpty() ? null : FileToken.Kind.RECORDS)
                .filter(Objects::nonNull)
                .map(kind -> new FileToken(qrCode.id(), kind, null, recipient, until));
        Stream<FileToken> announcements = content.documents().stream()
                .map(id -> new FileToken(qrCode.id(), FileToken.Kind.DOCUMENT_REFERENCE, id, recipient, until));
        return sealing.inTurn(
                claim,
                Flux.fromStream(Stream.concat(bundles, announcements))
                        .flatMapSequential(file -> sealed(grant, qrCode, file), LOOKED_UP_AT_ONCE)
                        .collectList()
                        .doOnNext(all ->
                                alarm.requireFew(all.stream().map(Sealed::of).toList()))
                        .map(all -> all.stream().map(Sealed::file).toList()));
    }

    /** One FHIR file; empty if its content was deleted. */
    Mono<LinkFile> one(Grant grant, Snapshot<QrCodeState> qrCode, FileToken file, SlotClaim claim) {
        return sealing.inTurn(claim, sealed(grant, qrCode, file)).map(Sealed::file);
    }

    private Mono<Sealed> sealed(Grant grant, Snapshot<QrCodeState> qrCode, FileToken file) {
        return found(grant, qrCode, file).flatMap(found -> {
            LinkResource given = found.fold(readable -> readable, unreadable -> inItsPlace());
            return sealing.seal(qrCode.state().link(), given)
                    .map(jwe -> new LinkFile(seal(qrCode.state(), file), jwe, given.lastUpdated()))
                    .map(linkFile -> new Sealed(linkFile, found));
        });
    }

    /** Takes the place of an unreadable file, so that recipients know that something is missing, and nothing else. */
    private LinkResource inItsPlace() {
        return new LinkResource(
                MissingEntries.unreadable(ids.next(), 1), clock.instant().truncatedTo(ChronoUnit.MILLIS));
    }

    private Mono<ReadResult<LinkResource>> found(Grant grant, Snapshot<QrCodeState> qrCode, FileToken file) {
        return given(grant, qrCode, file)
                .map(ReadResult::readable)
                .onErrorResume(CannotBeRead.class, broken -> Mono.just(ReadResult.broken(broken.unreadable())));
    }

    private Mono<LinkResource> given(Grant grant, Snapshot<QrCodeState> qrCode, FileToken file) {
        QrCodeState state = qrCode.state();
        return switch (file.kind()) {
            case SUMMARY -> summary.of(grant);
            case RECORDS -> records.of(grant, state.content().records());
            case DOCUMENT_REFERENCE ->
                documents
                        .find(grant, String.valueOf(file.documentId()))
                        .map(document -> DocumentReferences.of(
                                document, texts.file(state.link(), seal(state, documentOf(file)))));
            case DOCUMENT -> Mono.empty();
        };
    }

    private String seal(QrCodeState state, FileToken file) {
        return tokens.seal(file, state.link().token());
    }

    private static FileToken documentOf(FileToken announcement) {
        return new FileToken(
                announcement.qrCodeId(),
                FileToken.Kind.DOCUMENT,
                announcement.documentId(),
                announcement.recipient(),
                announcement.expiresAt());
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    /** @param of the content that was found for the file, readable or not */
    private record Sealed(LinkFile file, ReadResult<LinkResource> of) {}
}
