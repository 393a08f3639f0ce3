package io.tradinghub.exchange.bybit.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.tradinghub.bot.BotId;
import io.tradinghub.exchange.ExchangeEvent;
import io.tradinghub.market.InstrumentId;
import io.tradinghub.order.ClientOrderId;
import io.tradinghub.order.ExecutionId;
import io.tradinghub.order.Fee;
import io.tradinghub.order.Fill;
import io.tradinghub.order.Fill.Liquidity;
import io.tradinghub.order.LedgerEntry.FundingPayment;
import io.tradinghub.order.Origin;
import io.tradinghub.order.Side;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExecutionRowTest {
    private static final OwnOrders OWN = new OwnOrders(new BotId("bot"));
    private static final String OF_THE_BOT = "\"orderLinkId\":\"bot-0abc12xyz-1\"";

    private static Optional<ExchangeEvent> event(Row row) {
        return new ExecutionRow(row.instrument().orElseThrow(), row).event(OWN, new KnownRules());
    }

    private static Fill fill(Row row) {
        return ((ExchangeEvent.Executed) event(row).orElseThrow()).fill();
    }

    private static BigDecimal number(String text) {
        return new BigDecimal(text);
    }

    /// A sale of 0.5 at 40000 for a fee of 8, with these fields besides or in place of its own.
    private static Row execution(String fields) {
        return Fixture
                .row("""
                        {"category":"linear","symbol":"BTCUSDT","execId":"e-1","execType":"Trade","side":"Sell","execQty":"0.50",
                        "execPrice":"40000.00","execFee":"8.0","execValue":"20000","feeRate":"0.0004","isMaker":true,"seq":7,
                        "execTime":"1737725902941","orderLinkId":"",%s"end":""}"""
                        .formatted(fields.isEmpty() ? "" : fields + ','));
    }

    @Test
    void theCapturedFillsOfOneOrderAreTwoExecutions() {
        String frame = Fixture.text("private/execution.linear.two-fills.json").replace("\"orderLinkId\":\"\"",
                OF_THE_BOT);
        List<Row> rows = Fixture.data(frame);
        assertThat(rows).hasSize(2);
        assertThat(fill(rows.getFirst())).isEqualTo(new Fill(
                new ExecutionId("linear:XRPUSDT:ba509918-9526-5485-acbf-9dc2af25ae1e"),
                Optional.of(new ClientOrderId("bot-0abc12xyz-1")), Origin.ORDER, InstrumentId.linear("XRPUSDT"),
                Side.BUY, number("1"), number("3.1424"), Fee.inQuote(number("0.00125696"), "USDT"), Liquidity.TAKER,
                19371741293L, Instant.ofEpochMilli(1737725902941L)));
        assertThat(fill(rows.getLast()).quantity()).isEqualTo(number("9"));
    }

    @Test
    void theCapturedSpotPurchasePaysItsFeeInTheCoinThatWasBought() {
        Fill fill = fill(Fixture.data(Fixture.text("private/execution.spot.buy.json")).getFirst());
        assertThat(fill.instrument()).isEqualTo(InstrumentId.spot("BTCUSDT"));
        assertThat(fill.origin()).as("Bybit fills the link id of a person's spot order in").isEqualTo(Origin.MANUAL);
        assertThat(fill.price()).isEqualTo(number("32635"));
        assertThat(fill.fee().asset()).isEqualTo(Fee.Asset.BASE);
        assertThat(fill.fee().coin()).isEqualTo("BTC");
        assertThat(fill.positionChange()).isEqualByComparingTo("0.000305694");
    }

    @Test
    void aTaxInTheCoinOfTheFeeIsAPartOfIt() {
        Fill fill = fill(Fixture.data(Fixture.text("private/execution.linear.json")).getFirst());
        assertThat(fill.fee()).isEqualTo(Fee.inQuote(number("26.378931279"), "USDT"));
    }

    @Test
    void theListOfExecutionsReadsLikeTheStream() {
        Row row = Fixture.list(Fixture.text("rest/execution.list.linear.json")).getFirst();
        ExchangeEvent event = new ExecutionRow(InstrumentId.linear("ETHPERP"), row).event(OWN, new KnownRules())
                .orElseThrow();
        Fill fill = ((ExchangeEvent.Executed) event).fill();
        assertThat(fill.executionId().value()).isEqualTo("linear:ETHPERP:e0cbe81d-0f18-5866-9415-cf319b5dab3b");
        assertThat(fill.fee()).isEqualTo(Fee.inQuote(number("0.071409"), "USDC"));
        assertThat(fill.liquidity()).isEqualTo(Liquidity.TAKER);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Trade     |              |                             |                 | MANUAL
            Trade     |              |                             | bot-0abc12xyz-1 | ORDER
            Trade     |              |                             | bots-0abc12xyz-1 | MANUAL
            Trade     | UNKNOWN      | CreateByUser                | bot-0abc12xyz-1 | ORDER
            Trade     | StopLoss     | CreateByStopLoss            |                 | STOP
            Trade     | StopLoss     |                             | bot-0abc12xyz-1 | STOP
            Trade     | TakeProfit   |                             |                 | STOP
            BustTrade |              |                             |                 | LIQUIDATION
            Trade     |              | CreateByLiq                 |                 | LIQUIDATION
            Trade     |              | CreateByTakeOver_PassThrough |                | LIQUIDATION
            AdlTrade  |              |                             |                 | ADL
            Trade     |              | CreateByAdl_PassThrough     |                 | ADL
            Delivery  |              |                             |                 | SETTLEMENT
            Settle    |              |                             |                 | SETTLEMENT
            BlockTrade |             |                             |                 | MANUAL
            SomethingNew |           |                             |                 | MANUAL
            """)
    void anExecutionSaysWhoCausedIt(String type, @Nullable String stopOrderType, @Nullable String createType,
            @Nullable String linkId, Origin origin) {
        Row row = execution("\"execType\":\"%s\",\"stopOrderType\":\"%s\",\"createType\":\"%s\",\"orderLinkId\":\"%s\""
                .formatted(type, blank(stopOrderType), blank(createType), blank(linkId)));
        Fill fill = fill(row);
        assertThat(fill.origin()).isEqualTo(origin);
        assertThat(fill.orderId().isPresent()).isEqualTo(origin == Origin.ORDER);
    }

    private static String blank(@Nullable String text) {
        return text == null ? "" : text;
    }

    @ParameterizedTest
    @CsvSource({"-1.5,0.0001,Buy,1.5,-0.5", "1.5,0.0001,Buy,-1.5,0.5", "1.5,-0.0001,Buy,-1.5,-0.5",
            "-1.5,-0.0001,Sell,1.5,0.5", "0,0.0001,Sell,0,-0.5", "0,0,Buy,0,0.5"})
    void fundingIsReceivedWhereTheFeeIsNegative(String fee, String rate, String side, String received,
            String position) {
        Row row = execution("\"execType\":\"Funding\",\"execFee\":\"%s\",\"feeRate\":\"%s\",\"side\":\"%s\""
                .formatted(fee, rate, side));
        FundingPayment payment = ((ExchangeEvent.FundingPaid) event(row).orElseThrow()).payment();
        assertThat(payment.amount()).isEqualByComparingTo(received);
        assertThat(payment.position()).isEqualByComparingTo(position);
        assertThat(payment.rate()).isEqualByComparingTo(rate);
        assertThat(payment.settledAt()).isEqualTo(Instant.ofEpochMilli(1737725902941L));
        assertThat(payment.executionId().value()).isEqualTo("linear:BTCUSDT:e-1");
    }

    @ParameterizedTest
    @CsvSource({"Buy,0.001,true,BTC,BASE", "Sell,0.001,true,USDT,QUOTE", "Buy,-0.001,true,USDT,QUOTE",
            "Sell,-0.001,true,BTC,BASE", "Buy,-0.001,false,BTC,BASE"})
    void spotPaysItsFeeInWhatIsReceivedUnlessAMakerIsPaid(String side, String rate, boolean maker, String coin,
            Fee.Asset asset) {
        Fee fee = fill(execution("\"category\":\"spot\",\"side\":\"%s\",\"feeRate\":\"%s\",\"isMaker\":%s"
                .formatted(side, rate, maker))).fee();
        assertThat(fee.coin()).isEqualTo(coin);
        assertThat(fee.asset()).isEqualTo(asset);
    }

    @Test
    void aFeeInAThirdCoinIsValuedByItsRate() {
        Fee fee = fill(execution("\"category\":\"spot\",\"feeCurrency\":\"MNT\",\"execFee\":\"12.5\"")).fee();
        assertThat(fee.asset()).isEqualTo(Fee.Asset.OTHER);
        assertThat(fee.amount()).isEqualByComparingTo("12.5");
        assertThat(fee.quoteValue()).isEqualByComparingTo("8");
    }

    @Test
    void numbersAreTheSameHoweverTheyAreWritten() {
        Fill fill = fill(execution("\"execQty\":\"1e+01\",\"execPrice\":\"40000.0\""));
        assertThat(fill.quantity()).isEqualTo(number("10"));
        assertThat(fill.price()).isEqualTo(number("40000"));
    }

    @Test
    void anExecutionOfNothingIsNone() {
        assertThat(event(execution("\"execQty\":\"0\""))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "execId":""
            "execQty":"a"
            "execQty":"1e999999999"
            "execQty":"12345678901234567890123456789012345678901"
            "execTime":""
            "side":"None"
            """)
    void whatCannotBeReadIsRefused(String field) {
        assertThatIllegalArgumentException().isThrownBy(() -> event(execution(field)));
    }
}
