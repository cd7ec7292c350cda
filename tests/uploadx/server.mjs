// @uploadx/core in the place of YouTube's videos.insert: the same protocol, and a few lines where its shape differs.
import { uploadx } from "@uploadx/core";
import express from "express";

const { PORT, FOLDER } = process.env;
const app = express();
const videos = "/upload/youtube/v3/videos";

// It wants the name at the top of the metadata; YouTube takes it from the Slug.
app.post(videos, express.json(), (request, _response, next) => {
  request.body.name = request.headers.slug;
  next();
});

// Of a session that holds nothing it says `bytes=0--1`; Google sends no Range then.
app.put(videos, (_request, response, next) => {
  const setHeader = response.setHeader.bind(response);
  response.setHeader = (name, value) => (value === "bytes=0--1" ? response : setHeader(name, value));
  next();
});

app.use(videos, uploadx.upload({ uploadDir: FOLDER, maxFileSize: "1GB" }), (request, response) => {
  response.json(request.body);
});

app.listen(Number(PORT), "127.0.0.1", () => console.log("ready"));
