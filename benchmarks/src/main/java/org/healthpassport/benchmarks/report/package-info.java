/** Results as a table in the terminal, as Markdown, JSON and plots, and side by side with those of another run. */
@NullMarked
package org.healthpassport.benchmarks.report;

import org.jspecify.annotations.NullMarked;
