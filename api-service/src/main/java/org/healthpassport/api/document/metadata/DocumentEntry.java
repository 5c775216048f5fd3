package org.healthpassport.api.document.metadata;

import io.swagger.v3.oas.annotations.media.Schema;

/** An entry of a list of documents. */
@Schema(oneOf = {DocumentView.class, UnreadableDocument.class})
public sealed interface DocumentEntry permits DocumentView, UnreadableDocument {}
