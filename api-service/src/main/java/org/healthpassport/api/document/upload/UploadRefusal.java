package org.healthpassport.api.document.upload;

import org.healthpassport.aggregates.refusal.Refusal;

/** The reasons for which an upload is refused. */
public sealed interface UploadRefusal extends Refusal {

    /** @param atMostBytes that any document may have */
    record FileTooLarge(long atMostBytes) implements UploadRefusal {}

    /** The file is of no type that is accepted. */
    record FileOfOtherType() implements UploadRefusal {}

    record UnreadablePartHeaders() implements UploadRefusal {}

    record NamelessPart() implements UploadRefusal {}

    /** The form has a part that no upload has. */
    record UnknownPart() implements UploadRefusal {}

    /** @param part the name of one of the parts that an upload has */
    record RepeatedPart(String part) implements UploadRefusal {}

    /** @param part the name of one of the parts that an upload has */
    record MissingPart(String part) implements UploadRefusal {}

    record FileWithoutName() implements UploadRefusal {}

    /** Another part than the document is a file. */
    record FieldIsFile() implements UploadRefusal {}
}
