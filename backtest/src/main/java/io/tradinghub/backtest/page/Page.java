package io.tradinghub.backtest.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

/// Makes one file of a template, the libraries it draws with, and its data. The scripts of a template only draw; all
/// numbers come with the data.
public final class Page {
    private static final String UPLOT = "/META-INF/resources/webjars/uplot/1.6.30/dist/";

    private Page() {}

    /// The page as text.
    ///
    /// @param owner beside which the template lies
    /// @param data maps, lists, texts and numbers
    public static String of(Class<?> owner, String template, Map<String, Object> data) {
        try {
            // a text of the data cannot end the script element that it stands in
            String json = new ObjectMapper().writeValueAsString(data).replace("</", "<\\/");
            return text(owner, template).replace("{{uplot.css}}", text(Page.class, UPLOT + "uPlot.min.css"))
                    .replace("{{page.css}}", text(Page.class, "page.css"))
                    .replace("{{uplot.js}}", text(Page.class, UPLOT + "uPlot.iife.min.js"))
                    .replace("{{page.js}}", text(Page.class, "page.js")).replace("{{data}}", json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the data of a page are maps, lists, texts and numbers", e);
        }
    }

    private static String text(Class<?> owner, String resource) {
        try (InputStream bytes = Objects.requireNonNull(owner.getResourceAsStream(resource), resource)) {
            return new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the program lacks a part of itself: " + resource, e);
        }
    }
}
