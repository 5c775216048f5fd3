package org.healthpassport.audit.search;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A page of found entries, newest first.
 *
 * @param nextCursor asks for the page after this one; null on the last
 * @param log the number of the log that the indexes are in
 * @param size of the tree that the answer is about: the search covers every entry below it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record EntryPage(List<Map<String, Object>> items, @Nullable String nextCursor, int log, long size) {}
