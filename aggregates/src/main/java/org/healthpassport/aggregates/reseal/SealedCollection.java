package org.healthpassport.aggregates.reseal;

import java.util.List;
import org.bson.Document;

/**
 * A collection in which key-encryption keys seal something. A bean of this type is found when they rotate: what no bean
 * names cannot be opened after that.
 */
public interface SealedCollection {

    /** The name of the collection, whose ids are strings. */
    String name();

    /** The fields that {@link #fieldsOf} needs beside the id; none means all. */
    List<String> needed();

    /**
     * The sealed fields of a document.
     *
     * @throws RuntimeException of any kind if this is no such document
     */
    List<SealedField> fieldsOf(Document stored);

    /** True if what does not open any more is made again out of other data, so that it can be lost. */
    default boolean isDerived() {
        return false;
    }
}
